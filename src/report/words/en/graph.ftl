### Facebook, Instagram and Threads alike.

graph-login-ended = The login for this account has ended, or was taken back.{ platform-said }
    .hint = Make a new token as docs/platforms says, or log in again.
graph-object-not-visible = What was asked for does not exist, or this token may not see it.{ platform-said }
    .hint = Compare the id in the config, and look whether the token's owner has a role there.
graph-proof-refused = The proof made with the app's secret was refused.{ platform-said }
    .hint = Compare "app_secret" with the secret of the app that the token belongs to.
graph-right-missing = The token lacks a right that this needs.{ platform-said }
    .hint = Make a new token with all the rights that docs/platforms lists.
graph-held-for-abuse = The platform holds this for abuse, so the account is left alone.{ platform-said }
    .hint = Look at the account's support messages before you let it go on: dakiya start --account NAME
graph-version-ends = The version { $version } of the interface ends on { $date }.
    .hint = Take a newer version of the program, or write a newer "version" into the account's section.
graph-version-not-served = The platform answered with version { $served } in place of { $version }.
    .hint = Take a newer version of the program, or write another "version" into the account's section.

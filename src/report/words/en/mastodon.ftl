### Mastodon and servers that speak its language.

mastodon-warning-too-long = The content warning alone has { $length } characters; the server takes { $limit } for warning and text together.
    .hint = Write a short warning, for example: warning = "Pictures of an accident"
mastodon-length-depends-on-server = By the older way of counting Hindi conjuncts the text has { $length } characters, more than { $limit }; newer servers count fewer and would take it whole.
    .hint = Shorten the text a little, and it goes out in one piece on every server.
mastodon-card-made-by-server = The link preview is made by the Mastodon server itself; the post cannot change or forbid it.
    .hint = Leave "card" out for this account, or attach a picture of your own.
mastodon-mention-not-allowed = The text names { $mention }, who would be notified.
    .hint = If that is meant, allow it in the post, for example: [for.mastodon] with the line mentions = ["{ $mention }"]. Otherwise leave the "@" out.
mastodon-mention-without-host = The text names { $mention } without a server: on this server that may be somebody else, or nobody.
    .hint = Write the whole address, such as { $mention }@social.example, and allow it with "mentions", or leave the "@" out.

mastodon-scope-missing = The token does not have the right "{ $scope }".
    .hint = On the server open Preferences, Development, your application; tick "{ $scope }", save, make the token anew and put the new one in place of the old.
mastodon-scopes-unknown = The server does not say what the token is allowed to do.
    .hint = Check there that it has write:statuses, write:media, read:statuses and read:accounts.
mastodon-bot-flag-missing = The profile is not marked as automated.
    .hint = Many servers ask for it: Preferences, Public profile, "This is an automated account".
mastodon-private-without-lock = Posts go to followers only, but anybody can follow this account without being asked.
    .hint = On the server switch on follow requests, or set: visibility = "unlisted"
mastodon-account-limited = The server's moderators have limited this account: its public posts are shown as unlisted.
    .hint = Ask the moderators of the server why.
mastodon-account-moved = This account has moved to another address.
    .hint = Put the new account's server and token into the config.
mastodon-server-without-keys = The server is not known to recognise a repeated post (it calls itself "{ $version }"). After a lost answer the account is read back, and if nothing is found there a person is asked.
    .hint = Nothing needs to be done. To say that this is known, set: idempotency = false
mastodon-server-rule = A rule of the server: { $rule }
    .hint = Posts that break it may be removed, and the account with them.

mastodon-token-unusable = The token cannot be sent: there is a line break or a foreign sign in it.
    .hint = Copy "Your access token" from the server once more, alone on one line.
mastodon-scopes-too-narrow = The token is not allowed to do this.{ platform-said }
    .hint = On the server open Preferences, Development, your application; tick write:statuses, write:media, read:statuses and read:accounts, and make the token anew.
mastodon-login-unconfirmed = The account is not confirmed yet.{ platform-said }
    .hint = Open the server's e-mail and confirm the address, or wait until the server's moderators approve the account; then start the account again.
mastodon-login-disabled = The server has disabled or suspended this account.{ platform-said }
    .hint = Log in on the server in a browser and read what it says, or write to its moderators.
mastodon-token-of-app = The token belongs to the application alone, not to an account.
    .hint = Use the line "Your access token" of the application's page, not the client key or secret.
mastodon-media-processing-failed = The server could not process a picture or film.{ platform-said }
    .hint = Open the file, save it anew (JPEG, PNG or MP4 with H.264), and drop the post again.
mastodon-media-not-readable = The server does not recognise a picture or film.{ platform-said }
    .hint = Save the file anew as JPEG, PNG or MP4, and drop the post again.
mastodon-media-gone = The server has thrown away what was uploaded; it is uploaded again.
    .hint = Nothing needs to be done.
mastodon-media-still-processing = The server is still processing a picture or film.
    .hint = Nothing needs to be done; large films take some minutes.
mastodon-media-used-already = The server says that the pictures are gone or belong to a post already, and it cannot be seen which.{ platform-said }
    .hint = Look at the account: if the post is there, answer that it is; if not, let it be posted again.
mastodon-media-required = The server takes no post without a picture or a film.{ platform-said }
    .hint = Add a picture with a description, or leave this account out.
mastodon-key-used-already = The server says that a request with this key came before, and not what became of it.{ platform-said }
    .hint = Look at the account: if the post is there, answer that it is; if not, let it be posted again after an hour.
mastodon-text-too-long-for-server = The server takes shorter texts than it told us.{ platform-said }
    .hint = Set the right limit, for example: max_characters = 400
mastodon-reply-target-gone = The part that this one was to follow has been deleted.
    .hint = Delete the rest of the thread, or post it anew as a whole.
mastodon-status-was-deleted = The post went out under this key and was deleted on the server since; it is not posted again by itself.
    .hint = If it was deleted on purpose, abandon the delivery. If not, drop the post again as a new file.
mastodon-receipt-not-usable = The receipt does not hold an id of this platform.
    .hint = Delete the post by hand on the server.

visibility-changed = The server shows the post to others than asked.
    .hint = Its moderators may have limited the account; ask them why.
mastodon-media-missing = The server took the post but left pictures or films out.
    .hint = Look at the post; delete it and post it anew if it makes no sense without them.

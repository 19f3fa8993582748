### Passwords and tokens: where they are kept. Their values are never shown.

secret-inline = The secret "{ $key }" stands here in the open.
    .hint = Change it on the platform, since whoever could read this file may have it; keep it outside this file, and write here only where, for example: { $example }
secret-form-wrong = The setting "{ $key }" must say in one of three ways where the secret is kept.
    .hint = Write it like this: { $example } Or with "file" or "env" in the place of "credential".
secret-missing = The file of the secret, "{ $file }", is not there.
    .hint = Put the secret into it, in one line, and run: chmod 600 { $file }
secret-unreadable = The file of the secret, "{ $file }", cannot be read: { $problem }.
    .hint = It must belong to the user of the program. Run: chmod 600 { $file }
secret-not-a-file = "{ $file }" is not a regular file, so it holds no secret.
    .hint = Put the secret into a plain text file, in one line.
secret-open-to-others = Others on this machine can get at the secret in "{ $file }" (mode { $mode }).
    .hint = Run: chmod 600 { $file }
secret-foreign-owner = The file of the secret, "{ $file }", belongs to another user ({ $owner }).
    .hint = It must belong to the user of the program or to root. Run as root: chown root { $file }
secret-too-large = The file of the secret, "{ $file }", is larger than { $limit } KiB.
    .hint = Look whether it is the right file.
secret-not-text = The file of the secret, "{ $file }", is not plain text.
    .hint = Put the secret into it as UTF-8 text, in one line.
secret-empty = The file of the secret, "{ $file }", is empty.
    .hint = Put the secret into it, in one line.
credential-name-wrong = The name of a credential is wrong. It is not shown here, in case it is the secret itself.
    .hint = A name has letters, digits, "-", "_" and "." only, for example: { "{" } credential = "mastodon-token" { "}" }
credentials-absent = The credential "{ $name }" cannot be had, because the program was not started with credentials.
    .hint = Start it with systemd and LoadCredential={ $name }:/path in its unit; for one command see "A command that needs a secret" in docs/running.md. Or use { "{" } file = "…" { "}" } in the config.
credential-missing = There is no credential "{ $name }".
    .hint = Add to the systemd unit: LoadCredential={ $name }:/path/of/the/file
secret-variable-name-wrong = The name of a variable is wrong. It is not shown here, in case it is the secret itself.
    .hint = A name has letters, digits and "_" only, for example: { "{" } env = "MASTODON_TOKEN" { "}" }
secret-variable-missing = The variable { $variable }, which should hold a secret, is not set or empty.
    .hint = Set it, or better keep the secret in a file: { "{" } file = "secrets/token" { "}" }
mock-has-no-secret = The imitation of the platform has no secret for "{ $key }".
    .hint = This is a fault of the program; please report it.

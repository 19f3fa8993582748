### The config file as a whole, and what only shows when its sections are looked at together.

config-missing = There is no config file "{ $file }".
    .hint = Go to the folder in which the folder "config" lies, and give the command there. Or say where the file is: dakiya check --config /etc/dakiya/dakiya.toml
config-unreadable = The config file "{ $file }" cannot be read: { $problem }.
    .hint = It must be a regular file that the user of the program may read.
config-not-text = The config file "{ $file }" is not plain text in UTF-8 (from byte { $byte } on).
    .hint = Save it as "UTF-8" in a text editor; a word processor's document will not do.
config-too-large = The config file "{ $file }" is larger than { $limit } KiB.
    .hint = Look whether it is the right file.
variable-wrong = "{ $found }" is not a value for the variable { $variable }.
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"? Allowed are: { $known }.
       *[no] Allowed are: { $known }.
    }

no-account = No account is set up.
    .hint = Add a section such as { $example } with its platform and settings.
group-is-account = "{ $found }" is an account already, so a group cannot be called so.
    .hint = Give the group another name.
no-slots = There are no slots, so posts without a time of their own would wait for ever.
    .hint = Say when they go out: add a section [slots.morning] with the line cron = "0 9 * * *"
account-without-slot = No slot serves the account "{ $account }", so a post without a time of its own would wait for ever there.
    .hint = Add "{ $account }" to the accounts of a slot, or a section [slots.NAME] for it.
state-in-posts = The state folder "{ $state }" and the posts folder "{ $posts }" lie within each other.
    .hint = Keep them apart: whoever may write posts must not get at the state.
time-incomplete = "{ $found }" is not a whole date with a time of day.
    .hint = Write both, for example: { $example }
proxy-wrong = "{ $key }" is not the address of a proxy.
    .hint = Write it like this: { $example } (http, https, socks5 or socks5h)
plain-unencrypted = { $server } is reached without TLS: posts and tokens go there unencrypted.
    .hint = That is safe on this machine itself. In a network everybody on the way can read along and post in your name: use https where the server can.
plain-has-tls = "{ $key }" names an address with https, which needs no exception.
    .hint = Take it out. An own certificate authority belongs under "extra_ca". What goes without TLS is written like this: { $example }
plain-wildcard = "{ $key }" has an entry that stands for many servers.
    .hint = Name each server in full, for example: { $example }
plain-more-than-server = "{ $key }" has an entry with more than a scheme, a host and a port.
    .hint = Leave out the user, the path and all that follows: { $example }
plain-no-address = "{ $key }" has an entry that is not the address of a server.
    .hint = Write it with http://, the host and the port, for example: { $example }

### Putting the program together: accounts, network, imitations.

platform-unknown = The account "{ $account }" names a platform that does not exist: "{ $found }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"? There are: { $known }.
       *[no] There are: { $known }.
    }
http-unusable = The way to the network cannot be set up: { $problem }.
    .hint = Look at the section [http] of the config.
ca-file-unreadable = The file of certificates "{ $file }" cannot be read: { $problem }.
    .hint = Look at extra_ca in the section [http] of the config.
mock-not-started = The imitation of the platform cannot be started: { $problem }.
    .hint = It needs a free port on this machine (127.0.0.1).
mock-has-no-such-kind = There is no imitation for the account "{ $account }".
    .hint = Leave the account out of the dry run, or use a recipe that has one.

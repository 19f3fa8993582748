### The names of accounts and groups.

account-unknown = No account and no group is called "{ $found }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"?
       *[no] { GIVEN($known) ->
            [yes] These names are known: { $known }.
           *[no] Add a section such as [accounts.mastodon] first.
        }
    }

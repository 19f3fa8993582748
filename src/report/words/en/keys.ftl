### Reading TOML: what can be wrong with a key or a value, in the config and in posts alike.

toml-syntax = { $kind ->
        [curly] These are the curly quotes of a word processor; only straight ones can be read here.
        [quote-open] A quote is missing at the end of this text.
        [quotes-missing] A text must stand between quotes.
        [twice] The setting "{ $found }" stands here a second time.
        [key-letters] The name of a setting has a letter in it that it cannot have.
        [bracket-open] The bracket of this list is never closed.
       *[other] This line cannot be read: { $problem }.
    }
    .hint = { $kind ->
        [curly] Type the quotes anew in a plain text editor: name = "value"
        [quotes-missing] Write it like this: name = "value"
        [twice] Keep one of the two lines.
        [key-letters] Names are written with a-z, 0-9, "-" and "_": name = "value"
        [bracket-open] A list is written like this: name = ["first", "second"]
       *[other] Look at the quotes and brackets here and in the line above. A setting looks like this: name = "value"
    }
address-incomplete = "{ $key }" is no whole address: it has to begin with https://
    .hint = Write it like this: { $example }
wrong-value = { GIVEN($expected) ->
        [yes] "{ $key }" must be { wanted-kind }, and { found-kind } stands here.
       *[no] The value of "{ $key }" cannot be used: { $problem }.
    }
    .hint = Write it like this: { $example }
found-kind = { $found ->
        [string] a text
        [integer] a whole number
        [float] a number with a point
        [boolean] true or false
        [datetime] a date or time
        [array] a list
       *[table] a section
    }
wanted-kind = { $expected ->
        [string] a text in quotes
        [integer] a whole number
        [float] a number
        [boolean] true or false, without quotes
        [datetime] a date with a time, without quotes
       *[array] a list in square brackets
    }
missing-key = "{ $key }" is missing.
    .hint = Add a line like this: { $example }
unknown-key = There is no setting "{ $key }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"?
       *[no] { GIVEN($known) ->
            [yes] The settings here are: { $known }.
           *[no] Remove the line; there are no settings here.
        }
    }
not-a-table = "{ $key }" must be a section of its own, and { found-kind } stands here.
    .hint = Write it like this: { $example }
not-a-list = "{ $key }" must be a list, and { found-kind } stands here.
    .hint = Write it like this: { $example }
list-empty = The list "{ $key }" is empty.
    .hint = Write at least one name, for example: { $example } If you mean all of them, leave the line out.
not-a-choice = "{ $found }" is not a value for "{ $key }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"? Allowed are: { $known }.
       *[no] Allowed are: { $known }.
    }
number-out-of-range = { $found } is too large or too small for "{ $key }".
    .hint = Write a number from { $min } to { $max }, for example: { $example }
duration-wrong = "{ $found }" is not a length of time for "{ $key }".
    .hint = Write a whole number with s, m, h or d (seconds, minutes, hours, days), for example: { $example }
duration-out-of-range = "{ $found }" is too long or too short for "{ $key }".
    .hint = Write a length of time from { $min } to { $max }, for example: { $example }
size-wrong = "{ $found }" is not a size for "{ $key }".
    .hint = Write a whole number with B, KiB, MiB, GiB or TiB, for example: { $example }
name-wrong = "{ $found }" cannot be a name.
    .hint = A name has at most 40 characters out of a-z, 0-9 and "-", and does not begin with "-". For example: { $example }
path-empty = "{ $key }" is empty.
    .hint = Write the name of a folder, for example: { $example }

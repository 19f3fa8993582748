### The words of the command line.

severity-error = error
severity-warning = warning
severity-note = note
severity-hint = help
findings-summary = { $errors ->
        [0] {""}
        [one] { $errors } error
       *[other] { $errors } errors
    }{ $both ->
        [1] {", "}
       *[0] {""}
    }{ $warnings ->
        [0] {""}
        [one] { $warnings } warning
       *[other] { $warnings } warnings
    }

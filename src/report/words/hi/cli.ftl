### कमांड लाइन के शब्द।

severity-error = गलती
severity-warning = चेतावनी
severity-note = सूचना
severity-hint = सुझाव
findings-summary = { $errors ->
        [0] {""}
        [one] { $errors } गलती
       *[other] { $errors } गलतियाँ
    }{ $both ->
        [1] {", "}
       *[0] {""}
    }{ $warnings ->
        [0] {""}
        [one] { $warnings } चेतावनी
       *[other] { $warnings } चेतावनियाँ
    }

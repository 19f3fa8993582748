-- How each account stands on its platform, as that last said.
CREATE TABLE standing (
    account INTEGER PRIMARY KEY REFERENCES account,
    body    TEXT NOT NULL
) STRICT;

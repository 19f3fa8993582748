-- What was made of a post's pictures and films for platforms that do not take them as they are, in
-- JSON; no part of the revision.
ALTER TABLE content ADD COLUMN fitted TEXT;

-- People may set the clock. These columns have what both clocks showed when the times beside them
-- that are counted from something that happened were right, in JSON.
ALTER TABLE account ADD COLUMN noted TEXT;
ALTER TABLE delivery ADD COLUMN noted TEXT;
ALTER TABLE delivery ADD COLUMN asked TEXT CHECK (asked IS NULL OR due IS NOT NULL);
ALTER TABLE part ADD COLUMN noted TEXT;

-- In the order of instances and uptimes, which nobody can set.
DROP INDEX attempt_sent;
CREATE INDEX attempt_sent ON attempt (account, epoch, uptime);

-- What is due: jobs that have to end, and what is left of ended ones. In one index, a sweep that looks for the first would
-- read past all of the second that is not purged yet.
CREATE INDEX jobs_ending ON jobs (due_at) WHERE finished_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX jobs_expiring ON jobs (due_at) WHERE finished_at IS NOT NULL AND due_at IS NOT NULL;
DROP INDEX jobs_due;

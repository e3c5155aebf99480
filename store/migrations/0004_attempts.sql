-- What attempts write. Every function here may be repeated with the same arguments when its answer was lost.

-- Makes an attempt the current one. p_token, a UUID of the caller's, tells its own repetition from somebody else's start.
-- outcome: started | missing | terminal | superseded | queue_timeout (never started and its queue time is over).
-- A job that is being cancelled is started too: the attempt then has only to write the end.
CREATE FUNCTION start_attempt(p_job_id text, p_attempt integer, p_token uuid)
RETURNS TABLE (outcome text, job jobs, input text, checkpoint text, remaining_ms double precision)
LANGUAGE plpgsql AS $$
DECLARE
  v_is_repetition boolean;
BEGIN
  SELECT * INTO job FROM jobs j WHERE j.id = p_job_id FOR NO KEY UPDATE;
  v_is_repetition := job.attempt = p_attempt AND job.last_write = p_token;
  outcome := CASE
    WHEN job.id IS NULL THEN 'missing'
    WHEN is_terminal(job.status) THEN 'terminal'
    WHEN v_is_repetition THEN 'started'
    WHEN p_attempt <= job.attempt THEN 'superseded'
    WHEN job.status = 'queued' AND job.queue_deadline < clock_timestamp() THEN 'queue_timeout'
    ELSE 'started'
  END;
  IF outcome = 'started' AND NOT v_is_repetition THEN
    IF job.status = 'queued' THEN
      UPDATE jobs j SET status = 'running', attempt = p_attempt, last_write = p_token
      WHERE j.id = p_job_id RETURNING j.* INTO job;
    ELSIF job.status = 'cancelling' THEN
      UPDATE jobs j SET attempt = p_attempt, version = j.version + 1, last_write = p_token
      WHERE j.id = p_job_id RETURNING j.* INTO job;
    ELSE
      UPDATE jobs j SET attempt = p_attempt, version = j.version + 1, last_seq = j.last_seq + 1, last_write = p_token
      WHERE j.id = p_job_id RETURNING j.* INTO job;
      INSERT INTO events (job_id, seq, type, body) VALUES (job.id, job.last_seq, 'job.retrying',
        event_body('job.retrying', job.id, job.last_seq, p_attempt, rfc3339(now_ms()),
          '{"attempt":' || p_attempt || ',"resume_seq":' || job.checkpoint_seq
          || coalesce(',"error":' || job.attempt_error, '') || '}'));
      -- It was the error of the attempt before this one.
      UPDATE jobs j SET attempt_error = NULL WHERE j.id = p_job_id AND j.attempt_error IS NOT NULL;
      job.attempt_error := NULL;
    END IF;
  END IF;
  IF outcome = 'started' THEN
    SELECT p.input, p.checkpoint INTO input, checkpoint FROM job_payloads p WHERE p.job_id = p_job_id;
    remaining_ms := extract(epoch FROM job.deadline - clock_timestamp()) * 1000;
  END IF;
  RETURN NEXT;
END $$;

-- Group commit: what attempts of many jobs write, in one transaction. The first two arrays have one entry for each
-- attempt; the others one for each op, in order, of which p_op_entries names the attempt (from 1). Each attempt has at
-- least one op and occurs once.
--   kind            name            data (JSON text)
--   event           its type        its data
--   progress        –               data of job.progress
--   log             –               data of job.log
--   checkpoint      –               the value; it covers the events before it
--   attempt_failed  –               the error that the next job.retrying tells
--   finish          terminal state  the result (succeeded) or the error; the attempt's last op
-- All ops of an attempt are written or none.
-- outcome: accepted | missing | superseded | terminal | forbidden (the state machine has no such step).
-- p_batch names the batch: whoever repeats it gets the same answer, and nothing is written twice.
-- Rows are locked in the order of their ids, so that two batches cannot wait for each other.
CREATE FUNCTION append_ops(
  p_batch uuid, p_job_ids text[], p_attempts integer[],
  p_op_entries integer[], p_op_kinds text[], p_op_names text[], p_op_data text[]
) RETURNS TABLE (ord integer, outcome text, status text, attempt integer, version integer, last_seq integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_at text;
BEGIN
  PERFORM FROM jobs j WHERE j.id = ANY (p_job_ids) ORDER BY j.id FOR NO KEY UPDATE;
  v_at := rfc3339(now_ms());
  RETURN QUERY
  WITH op AS MATERIALIZED (
    -- `events` counts those of the attempt up to and with this op: their number behind the last one stored.
    SELECT o.entry, o.kind, o.name, o.data, o.ord,
      (count(*) FILTER (WHERE o.kind IN ('event', 'progress', 'log'))
        OVER (PARTITION BY o.entry ORDER BY o.ord))::integer AS events
    FROM unnest(p_op_entries, p_op_kinds, p_op_names, p_op_data) WITH ORDINALITY AS o (entry, kind, name, data, ord)
  ), summary AS (
    SELECT o.entry,
      max(o.events) AS events,
      (count(*) FILTER (WHERE o.kind = 'progress'))::integer AS progresses,
      (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'progress'))[1] AS progress,
      (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'checkpoint'))[1] AS checkpoint,
      max(o.events) FILTER (WHERE o.kind = 'checkpoint') AS covered,
      (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'attempt_failed'))[1] AS attempt_error,
      max(o.name) FILTER (WHERE o.kind = 'finish') AS finish,
      max(o.data) FILTER (WHERE o.kind = 'finish') AS outcome_data,
      -- More after the end, or two ends, or an op of no known kind.
      bool_or(o.kind NOT IN ('event', 'progress', 'log', 'checkpoint', 'attempt_failed', 'finish'))
        OR coalesce(min(o.ord) FILTER (WHERE o.kind = 'finish') < max(o.ord), false) AS is_malformed
    FROM op o GROUP BY o.entry
  ), head AS MATERIALIZED (
    SELECT s.*, h.id, j.status, j.attempt, j.version, j.last_seq,
      CASE
        WHEN j.id IS NULL THEN 'missing'
        WHEN j.attempt <> h.attempt THEN 'superseded'
        WHEN j.last_write = p_batch THEN 'repeated'
        WHEN is_terminal(j.status) THEN 'terminal'
        WHEN s.is_malformed OR NOT may_follow(j.status, coalesce(s.finish, 'failed')) THEN 'forbidden'
        ELSE 'accepted'
      END AS outcome
    FROM unnest(p_job_ids, p_attempts) WITH ORDINALITY AS h (id, attempt, ord)
    JOIN summary s ON s.entry = h.ord
    LEFT JOIN jobs j ON j.id = h.id
  ), changed AS (
    UPDATE jobs j SET
      last_seq = j.last_seq + h.events,
      version = j.version + h.progresses,
      progress = coalesce(h.progress, j.progress),
      checkpoint_seq = coalesce(j.last_seq + h.covered, j.checkpoint_seq),
      attempt_error = coalesce(h.attempt_error, j.attempt_error),
      last_write = p_batch,
      status = coalesce(h.finish, j.status),
      error = CASE WHEN h.finish <> 'succeeded' THEN h.outcome_data END
    FROM head h WHERE j.id = h.id AND h.outcome = 'accepted'
    RETURNING h.entry, j.status, j.version, j.last_seq
  ), written AS (
    INSERT INTO events (job_id, seq, type, body)
    SELECT h.id, h.last_seq + o.events, t.type,
      event_body(t.type, h.id, h.last_seq + o.events, h.attempt, v_at, o.data)
    FROM op o JOIN head h ON h.entry = o.entry AND h.outcome = 'accepted'
    CROSS JOIN LATERAL (SELECT CASE o.kind WHEN 'event' THEN o.name ELSE 'job.' || o.kind END) AS t (type)
    WHERE o.kind IN ('event', 'progress', 'log')
  ), saved AS (
    UPDATE job_payloads p SET
      checkpoint = coalesce(h.checkpoint, p.checkpoint),
      result = CASE WHEN h.finish = 'succeeded' THEN h.outcome_data ELSE p.result END
    FROM head h
    WHERE p.job_id = h.id AND h.outcome = 'accepted' AND (h.checkpoint IS NOT NULL OR h.finish = 'succeeded')
  )
  SELECT h.entry, CASE h.outcome WHEN 'repeated' THEN 'accepted' ELSE h.outcome END,
    coalesce(c.status, h.status), h.attempt, coalesce(c.version, h.version), coalesce(c.last_seq, h.last_seq)
  FROM head h LEFT JOIN changed c ON c.entry = h.entry;
END $$;

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

-- Group commit: what attempts of many jobs write, in one transaction. The arrays run in parallel, one entry for each op,
-- in order within each attempt.
--   kind            name            data (JSON text)
--   event           its type        its data
--   progress        –               data of job.progress
--   log             –               data of job.log
--   checkpoint      –               the value; it covers the events before it
--   attempt_failed  –               the error that the next job.retrying tells
--   finish          terminal state  the result (succeeded) or the error; the attempt's last op
-- All ops of an attempt are written or none. One row comes back for each attempt, in the order of its first op.
-- outcome: accepted | missing | superseded | terminal | forbidden (the state machine has no such step).
-- p_batch names the batch: whoever repeats it gets the same answer, and nothing is written twice.
-- Rows are locked in the order of their ids, so that two batches cannot wait for each other.
CREATE FUNCTION append_ops(
  p_batch uuid, p_job_ids text[], p_attempts integer[], p_kinds text[], p_names text[], p_data text[]
) RETURNS TABLE (job_id text, outcome text, status text, attempt integer, version integer, last_seq integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_at text;
BEGIN
  PERFORM FROM jobs j WHERE j.id = ANY (p_job_ids) ORDER BY j.id FOR NO KEY UPDATE;
  v_at := rfc3339(now_ms());
  RETURN QUERY
  -- Everything is read off one list of ops, each with its job: joining lists of unknown length to each other is what
  -- the planner gets wrong.
  WITH op AS (
    SELECT o.job_id, o.attempt, o.kind, o.name, o.data, o.ord,
      j.id, j.status, j.attempt AS current, j.version, j.last_seq, j.last_write,
      -- Events up to and with this op: its distance from the last one stored.
      (count(*) FILTER (WHERE o.kind IN ('event', 'progress', 'log')) OVER upto)::integer AS events,
      bool_or(CASE o.kind WHEN 'finish' THEN NOT may_follow(j.status, o.name)
        ELSE o.kind NOT IN ('event', 'progress', 'log', 'checkpoint', 'attempt_failed') END) OVER whole
        OR bool_or(o.kind = 'finish') OVER before AS is_forbidden
    FROM unnest(p_job_ids, p_attempts, p_kinds, p_names, p_data)
      WITH ORDINALITY AS o (job_id, attempt, kind, name, data, ord)
    LEFT JOIN jobs j ON j.id = o.job_id
    WINDOW whole AS (PARTITION BY o.job_id, o.attempt),
      upto AS (PARTITION BY o.job_id, o.attempt ORDER BY o.ord),
      before AS (PARTITION BY o.job_id, o.attempt ORDER BY o.ord ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ), judged AS MATERIALIZED (
    SELECT op.*,
      CASE
        WHEN op.id IS NULL THEN 'missing'
        WHEN op.current <> op.attempt THEN 'superseded'
        WHEN op.last_write = p_batch THEN 'repeated'
        WHEN is_terminal(op.status) THEN 'terminal'
        WHEN op.is_forbidden OR op.status = 'queued' THEN 'forbidden'
        ELSE 'accepted'
      END AS outcome
    FROM op
  ), summary AS MATERIALIZED (
    SELECT o.job_id, o.attempt, o.outcome, o.status, o.current, o.version, o.last_seq, min(o.ord) AS first_ord,
      max(o.events) AS events,
      (count(*) FILTER (WHERE o.kind = 'progress'))::integer AS progresses,
      (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'progress'))[1] AS progress,
      (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'checkpoint'))[1] AS checkpoint,
      max(o.events) FILTER (WHERE o.kind = 'checkpoint') AS covered,
      max(o.data) FILTER (WHERE o.kind = 'attempt_failed') AS attempt_error,
      max(o.name) FILTER (WHERE o.kind = 'finish') AS finish,
      max(o.data) FILTER (WHERE o.kind = 'finish') AS ending
    FROM judged o GROUP BY o.job_id, o.attempt, o.outcome, o.status, o.current, o.version, o.last_seq
  ), changed AS (
    UPDATE jobs j SET
      last_seq = j.last_seq + s.events,
      version = j.version + s.progresses,
      progress = coalesce(s.progress, j.progress),
      checkpoint_seq = coalesce(j.last_seq + s.covered, j.checkpoint_seq),
      attempt_error = coalesce(s.attempt_error, j.attempt_error),
      last_write = p_batch,
      status = coalesce(s.finish, j.status),
      error = CASE WHEN s.finish <> 'succeeded' THEN s.ending END
    FROM summary s WHERE j.id = s.job_id AND s.outcome = 'accepted'
  ), written AS (
    INSERT INTO events (job_id, seq, type, body)
    SELECT o.job_id, o.last_seq + o.events, t.type,
      event_body(t.type, o.job_id, o.last_seq + o.events, o.attempt, v_at, o.data)
    FROM judged o
    CROSS JOIN LATERAL (SELECT CASE o.kind WHEN 'event' THEN o.name ELSE 'job.' || o.kind END) AS t (type)
    WHERE o.outcome = 'accepted' AND o.kind IN ('event', 'progress', 'log')
  ), saved AS (
    UPDATE job_payloads p SET
      checkpoint = coalesce(s.checkpoint, p.checkpoint),
      result = CASE WHEN s.finish = 'succeeded' THEN s.ending ELSE p.result END
    FROM summary s
    WHERE p.job_id = s.job_id AND s.outcome = 'accepted' AND (s.checkpoint IS NOT NULL OR s.finish = 'succeeded')
  )
  -- What the update makes of the row, the trigger's part included; the rows are locked, so nobody else has a say.
  SELECT s.job_id, CASE s.outcome WHEN 'repeated' THEN 'accepted' ELSE s.outcome END,
    CASE s.outcome WHEN 'accepted' THEN coalesce(s.finish, s.status) ELSE s.status END,
    s.current,
    CASE s.outcome WHEN 'accepted' THEN s.version + s.progresses + (s.finish IS NOT NULL)::integer
      ELSE s.version END,
    CASE s.outcome WHEN 'accepted' THEN s.last_seq + s.events + (s.finish IS NOT NULL)::integer
      ELSE s.last_seq END
  FROM summary s ORDER BY s.first_ord;
END $$;

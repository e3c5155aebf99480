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
      -- That it runs says that its workflow was started, whatever became of the starter's own note.
      UPDATE jobs j SET status = 'running', attempt = p_attempt, attempts_begun = 1, last_write = p_token,
        workflow_started_at = coalesce(j.workflow_started_at, now_ms())
      WHERE j.id = p_job_id RETURNING j.* INTO job;
    ELSIF job.status = 'cancelling' THEN
      UPDATE jobs j SET attempt = p_attempt, attempts_begun = j.attempts_begun + 1, version = j.version + 1,
        last_write = p_token
      WHERE j.id = p_job_id RETURNING j.* INTO job;
    ELSE
      UPDATE jobs j SET attempt = p_attempt, attempts_begun = j.attempts_begun + 1, version = j.version + 1,
        last_seq = j.last_seq + 1, last_write = p_token
      WHERE j.id = p_job_id RETURNING j.* INTO job;
      INSERT INTO events (job_id, seq, type, body) VALUES (job.id, job.last_seq, 'job.retrying',
        event_body('job.retrying', job.id, job.last_seq, p_attempt, rfc3339(now_ms()),
          '{"attempt":' || p_attempt || ',"resume_seq":' || job.checkpoint_seq
          || coalesce(',"error":' || stamp_error(job.attempt_error, job.request_id, job.traceparent), '') || '}'));
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
-- p_batch names the batch: whoever repeats it gets the same answer, and nothing is written twice. (Unless a newer attempt
-- has started in between: then the answer is superseded, whether or not the first try was written.)
-- Rows are locked in the order of their ids, so that two batches cannot wait for each other.
CREATE FUNCTION append_ops(
  p_batch uuid, p_job_ids text[], p_attempts integer[], p_kinds text[], p_names text[], p_data text[]
) RETURNS TABLE (job_id text, outcome text, status text, attempt integer, version integer, last_seq integer)
-- Planning the statement anew for each batch would cost more than running it; and a plan made while the tables were small
-- must not read them whole when they no longer are.
LANGUAGE plpgsql SET plan_cache_mode = 'force_generic_plan' SET enable_seqscan = 'off' AS $$
#variable_conflict use_column
DECLARE
  v_at text;
BEGIN
  PERFORM FROM jobs j WHERE j.id = ANY (p_job_ids) ORDER BY j.id FOR NO KEY UPDATE;
  v_at := rfc3339(now_ms());
  RETURN QUERY
  -- Everything is read off one list of ops, each with its job: joining lists of unknown length to each other is what
  -- the planner gets wrong.
  WITH op AS MATERIALIZED (
    SELECT o.job_id, o.attempt, o.kind, o.name, o.data, o.ord,
      j.status, j.attempt AS current, j.version, j.last_seq,
      -- Events up to and with this op: its distance from the last one stored.
      (count(*) FILTER (WHERE o.kind IN ('event', 'progress', 'log')) OVER upto)::integer AS events,
      CASE
        WHEN j.id IS NULL THEN 'missing'
        WHEN j.attempt <> o.attempt THEN 'superseded'
        WHEN j.last_write = p_batch THEN 'repeated'
        WHEN is_terminal(j.status) THEN 'terminal'
        WHEN j.status = 'queued' OR bool_or(CASE
            -- The end is the last op.
            WHEN o.kind = 'finish' THEN NOT may_follow(j.status, o.name) OR o.ord <> o.last_ord
            ELSE o.kind NOT IN ('event', 'progress', 'log', 'checkpoint', 'attempt_failed')
          END) OVER whole THEN 'forbidden'
        ELSE 'accepted'
      END AS outcome
    FROM (
      SELECT u.*, max(u.ord) OVER (PARTITION BY u.job_id, u.attempt) AS last_ord
      FROM unnest(p_job_ids, p_attempts, p_kinds, p_names, p_data)
        WITH ORDINALITY AS u (job_id, attempt, kind, name, data, ord)
    ) o LEFT JOIN jobs j ON j.id = o.job_id
    WINDOW whole AS (PARTITION BY o.job_id, o.attempt), upto AS (whole ORDER BY o.ord)
  ), summary AS MATERIALIZED (
    SELECT o.job_id, o.attempt, min(o.ord) AS first_ord,
      min(o.outcome) AS outcome, min(o.status) AS status, min(o.current) AS current, min(o.version) AS version,
      min(o.last_seq) AS last_seq,
      max(o.events) AS events,
      (count(*) FILTER (WHERE o.kind = 'progress'))::integer AS progresses,
      (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'progress'))[1] AS progress,
      max(o.events) FILTER (WHERE o.kind = 'checkpoint') AS covered,
      max(o.data) FILTER (WHERE o.kind = 'attempt_failed') AS attempt_error,
      max(o.name) FILTER (WHERE o.kind = 'finish') AS finish,
      max(o.data) FILTER (WHERE o.kind = 'finish' AND o.name <> 'succeeded') AS error
    FROM op o GROUP BY o.job_id, o.attempt
  ), changed AS (
    UPDATE jobs j SET
      last_seq = j.last_seq + s.events,
      version = j.version + s.progresses,
      progress = coalesce(s.progress, j.progress),
      checkpoint_seq = coalesce(j.last_seq + s.covered, j.checkpoint_seq),
      attempt_error = coalesce(s.attempt_error, j.attempt_error),
      last_write = p_batch,
      status = coalesce(s.finish, j.status),
      error = s.error
    FROM summary s WHERE j.id = s.job_id AND s.outcome = 'accepted'
  ), written AS (
    INSERT INTO events (job_id, seq, type, body)
    SELECT o.job_id, o.last_seq + o.events, t.type,
      event_body(t.type, o.job_id, o.last_seq + o.events, o.attempt, v_at, o.data)
    FROM op o
    CROSS JOIN LATERAL (SELECT CASE o.kind WHEN 'event' THEN o.name ELSE 'job.' || o.kind END) AS t (type)
    WHERE o.outcome = 'accepted' AND o.kind IN ('event', 'progress', 'log')
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

  -- Most batches have no payload.
  IF p_kinds && '{checkpoint,finish}' THEN
    UPDATE job_payloads p SET
      checkpoint = coalesce(s.checkpoint, p.checkpoint),
      result = coalesce(s.result, p.result)
    FROM (
      SELECT o.job_id, o.attempt,
        (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'checkpoint'))[1] AS checkpoint,
        max(o.data) FILTER (WHERE o.kind = 'finish' AND o.name = 'succeeded') AS result
      FROM unnest(p_job_ids, p_attempts, p_kinds, p_names, p_data)
        WITH ORDINALITY AS o (job_id, attempt, kind, name, data, ord)
      WHERE o.kind IN ('checkpoint', 'finish') GROUP BY o.job_id, o.attempt
    ) s JOIN jobs j ON j.id = s.job_id AND j.attempt = s.attempt AND j.last_write = p_batch
    WHERE p.job_id = s.job_id AND (s.checkpoint IS NOT NULL OR s.result IS NOT NULL);
  END IF;
END $$;

-- What a running job is told: stored before it is acknowledged, read by the attempt that runs the job, in order.

CREATE TABLE job_inputs (
  job_id text COLLATE "C" NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  seq integer NOT NULL,
  -- The client's own name for it.
  id text COLLATE "C" NOT NULL,
  -- JSON text, exactly as it is to be read.
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (job_id, seq),
  UNIQUE (job_id, id)
);

-- The last input that the checkpoint covers: the next attempt goes on after it.
ALTER TABLE job_payloads ADD COLUMN input_seq integer NOT NULL DEFAULT 0;

-- A token that may also send input and cancel.
ALTER TABLE stream_tokens ADD COLUMN may_write boolean NOT NULL DEFAULT false;

-- They are as personal as the job's input, and go when it goes.
CREATE FUNCTION purge_job_inputs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM job_inputs i WHERE i.job_id = NEW.job_id;
  RETURN NULL;
END $$;

CREATE TRIGGER job_payloads_purged AFTER UPDATE OF input ON job_payloads
FOR EACH ROW WHEN (OLD.input IS NOT NULL AND NEW.input IS NULL) EXECUTE FUNCTION purge_job_inputs();

-- Stores an input of a tenant's job. p_max is how many of a job's inputs may be unread, by its last checkpoint.
-- outcome: stored | repeated (the same was stored before, under this seq) | conflict (another was, under this id)
--   | terminal | full | not_found.
-- The job's row is locked: an input is not stored after the end, and each gets the next number.
CREATE FUNCTION add_job_input(p_tenant_id text, p_job_id text, p_id text, p_body text, p_max integer)
RETURNS TABLE (outcome text, input_seq integer) LANGUAGE plpgsql AS $$
DECLARE
  v_status text;
  v_known job_inputs;
  v_last integer;
BEGIN
  SELECT j.status INTO v_status FROM jobs j WHERE j.tenant_id = p_tenant_id AND j.id = p_job_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT * INTO v_known FROM job_inputs i WHERE i.job_id = p_job_id AND i.id = p_id;
  IF FOUND THEN
    outcome := CASE WHEN v_known.body = p_body THEN 'repeated' ELSE 'conflict' END;
    input_seq := v_known.seq;
  ELSIF is_terminal(v_status) THEN
    outcome := 'terminal';
  ELSE
    SELECT coalesce((SELECT i.seq FROM job_inputs i WHERE i.job_id = p_job_id ORDER BY i.seq DESC LIMIT 1), 0) INTO v_last;
    IF v_last - (SELECT p.input_seq FROM job_payloads p WHERE p.job_id = p_job_id) >= p_max THEN
      outcome := 'full';
    ELSE
      outcome := 'stored';
      input_seq := v_last + 1;
      INSERT INTO job_inputs (job_id, seq, id, body, created_at)
      VALUES (p_job_id, v_last + 1, p_id, p_body, now_ms());
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- As in 0004; a checkpoint now also says how far the attempt has read its inputs.
-- Group commit: what attempts of many jobs write, in one transaction. The arrays run in parallel, one entry for each op,
-- in order within each attempt.
--   kind            name            data (JSON text)
--   event           its type        its data
--   progress        –               data of job.progress
--   log             –               data of job.log
--   checkpoint      last input      the value; it covers the events before it, and the inputs up to the named one
--   attempt_failed  –               the error that the next job.retrying tells
--   finish          terminal state  the result (succeeded) or the error; the attempt's last op
-- All ops of an attempt are written or none. One row comes back for each attempt, in the order of its first op.
-- outcome: accepted | missing | superseded | terminal | forbidden (the state machine has no such step).
-- p_batch names the batch: whoever repeats it gets the same answer, and nothing is written twice. (Unless a newer attempt
-- has started in between: then the answer is superseded, whether or not the first try was written.)
-- Rows are locked in the order of their ids, so that two batches cannot wait for each other.
CREATE OR REPLACE FUNCTION append_ops(
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
      input_seq = greatest(s.input_seq, p.input_seq),
      result = coalesce(s.result, p.result)
    FROM (
      SELECT o.job_id, o.attempt,
        (array_agg(o.data ORDER BY o.ord DESC) FILTER (WHERE o.kind = 'checkpoint'))[1] AS checkpoint,
        max(CASE o.kind WHEN 'checkpoint' THEN nullif(o.name, '')::integer END) AS input_seq,
        max(o.data) FILTER (WHERE o.kind = 'finish' AND o.name = 'succeeded') AS result
      FROM unnest(p_job_ids, p_attempts, p_kinds, p_names, p_data)
        WITH ORDINALITY AS o (job_id, attempt, kind, name, data, ord)
      WHERE o.kind IN ('checkpoint', 'finish') GROUP BY o.job_id, o.attempt
    ) s JOIN jobs j ON j.id = s.job_id AND j.attempt = s.attempt AND j.last_write = p_batch
    WHERE p.job_id = s.job_id AND (s.checkpoint IS NOT NULL OR s.result IS NOT NULL);
  END IF;
END $$;

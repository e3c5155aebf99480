-- A notification brings events along where they are small, so that whoever follows their job need not read them: one line
-- for each, `job_id seq body`, or the job's id alone where they are to be read. PostgreSQL takes payloads of under 8,000
-- bytes; 3,800 for one job leave room for others in the same payload. Nobody is told before the commit, and what is told
-- is what the log has. Both plan as their session is set to: what commits may have no SET of its own.

CREATE OR REPLACE PROCEDURE append_event(
  p_batch uuid, p_job_id text, p_attempt integer, p_type text, p_data text,
  INOUT p_outcome text, INOUT p_status text, INOUT p_version integer, INOUT p_last_seq integer
) LANGUAGE plpgsql AS $$
DECLARE
  v_body text;
BEGIN
  UPDATE jobs j SET last_seq = j.last_seq + 1, last_write = p_batch
  WHERE j.id = p_job_id AND j.attempt = p_attempt AND j.status IN ('running', 'cancelling')
    AND j.last_write IS DISTINCT FROM p_batch
  RETURNING 'accepted', j.status, j.version, j.last_seq INTO p_outcome, p_status, p_version, p_last_seq;
  IF NOT FOUND THEN RETURN; END IF;
  -- The time is taken once the row is locked, so that times of a job's events never go back.
  v_body := event_body(p_type, p_job_id, p_last_seq, p_attempt, rfc3339(now_ms()), p_data);
  INSERT INTO events (job_id, seq, type, body) VALUES (p_job_id, p_last_seq, p_type, v_body);
  COMMIT;
  PERFORM pg_notify('specwire_events', CASE
    WHEN octet_length(v_body) <= 3800 THEN p_job_id || ' ' || p_last_seq || ' ' || v_body ELSE p_job_id END);
END $$;

-- What a worker appends while its jobs write: events and nothing else, of many jobs. It costs what append_ops does, and
-- spares the round trip of the notification, and the reading. p_outcomes is an array of [status, version, last_seq], one for
-- each attempt, in the order of the batch; it stays NULL, and nothing is stored, where append_ops has more to tell of any.
CREATE PROCEDURE append_events(
  p_batch uuid, p_job_ids text[], p_attempts integer[], p_types text[], p_data text[], INOUT p_outcomes json
) LANGUAGE plpgsql AS $$
DECLARE
  v_at text;
  v_is_refused boolean;
  v_payloads text[];
BEGIN
  PERFORM FROM jobs j WHERE j.id = ANY (p_job_ids) ORDER BY j.id FOR NO KEY UPDATE;
  v_at := rfc3339(now_ms());
  WITH event AS MATERIALIZED (
    SELECT e.*, row_number() OVER (PARTITION BY e.job_id, e.attempt ORDER BY e.ord)::integer AS number
    FROM unnest(p_job_ids, p_attempts, p_types, p_data) WITH ORDINALITY AS e (job_id, attempt, type, data, ord)
  ), part AS MATERIALIZED (
    SELECT e.job_id, e.attempt, max(e.number) AS events, min(e.ord) AS ord FROM event e GROUP BY e.job_id, e.attempt
  ), changed AS (
    UPDATE jobs j SET last_seq = j.last_seq + p.events, last_write = p_batch
    FROM part p
    WHERE j.id = p.job_id AND j.attempt = p.attempt AND j.status IN ('running', 'cancelling')
      AND j.last_write IS DISTINCT FROM p_batch
    RETURNING p.ord, p.job_id, p.attempt, j.last_seq - p.events AS before, j.status, j.version, j.last_seq
  ), written AS (
    INSERT INTO events (job_id, seq, type, body)
    SELECT e.job_id, c.before + e.number, e.type,
      event_body(e.type, e.job_id, c.before + e.number, e.attempt, v_at, e.data)
    FROM event e JOIN changed c USING (job_id, attempt)
    RETURNING job_id, seq, body
  ), news AS MATERIALIZED (
    SELECT w.job_id, CASE
        WHEN sum(octet_length(w.body) + 50) > 3800 THEN w.job_id
        ELSE string_agg(w.job_id || ' ' || w.seq || ' ' || w.body, E'\n' ORDER BY w.seq)
      END AS lines
    FROM written w GROUP BY w.job_id
  )
  SELECT (SELECT count(*) FROM part) > (SELECT count(*) FROM changed),
    (SELECT json_agg(json_build_array(c.status, c.version, c.last_seq) ORDER BY c.ord) FROM changed c),
    (SELECT array_agg(p.payload) FROM (
      SELECT string_agg(n.lines, E'\n') AS payload
      FROM (
        -- What falls into the same 4,000 bytes of all news goes together.
        SELECT lines, sum(octet_length(lines) + 1) OVER (ORDER BY job_id) / 4000 AS payload FROM news
      ) n GROUP BY n.payload
    ) p)
  INTO v_is_refused, p_outcomes, v_payloads;
  IF v_is_refused THEN
    ROLLBACK;
    p_outcomes := NULL;
    RETURN;
  END IF;
  COMMIT;
  PERFORM pg_notify('specwire_events', payload) FROM unnest(v_payloads) AS n (payload);
END $$;

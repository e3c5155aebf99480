-- What a job that writes slowly appends: one event, alone in its batch. It costs half of what append_ops does, which sorts
-- out batches of many ops and attempts, and spares the round trip of the notification, which follows the commit here too:
-- NOTIFY takes a lock of the whole database until its transaction ends.
-- p_outcome stays NULL where there is anything to tell but "written" (another attempt, an end, a batch that is repeated):
-- whoever calls asks append_ops then.
CREATE PROCEDURE append_event(
  p_batch uuid, p_job_id text, p_attempt integer, p_type text, p_data text,
  INOUT p_outcome text, INOUT p_status text, INOUT p_version integer, INOUT p_last_seq integer
) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE jobs j SET last_seq = j.last_seq + 1, last_write = p_batch
  WHERE j.id = p_job_id AND j.attempt = p_attempt AND j.status IN ('running', 'cancelling')
    AND j.last_write IS DISTINCT FROM p_batch
  RETURNING 'accepted', j.status, j.version, j.last_seq INTO p_outcome, p_status, p_version, p_last_seq;
  IF NOT FOUND THEN RETURN; END IF;
  -- The time is taken once the row is locked, so that times of a job's events never go back.
  INSERT INTO events (job_id, seq, type, body)
  VALUES (p_job_id, p_last_seq, p_type,
    event_body(p_type, p_job_id, p_last_seq, p_attempt, rfc3339(now_ms()), p_data));
  COMMIT;
  PERFORM pg_notify('specwire_events', p_job_id);
END $$;

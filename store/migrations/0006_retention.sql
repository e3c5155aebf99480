-- What has had its time goes, in batches small enough not to be in anybody's way.

-- Of terminal jobs: event logs past their time, together with the input and the checkpoint, which nobody needs any more,
-- and results past theirs. Removes about p_max rows; removes less when nothing is left to do.
CREATE FUNCTION purge_due(p_max integer) RETURNS TABLE (events integer, results integer) LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_job jobs;
  v_last integer;
  v_removed integer;
BEGIN
  events := 0;
  results := 0;
  WHILE events + results < p_max LOOP
    SELECT * INTO v_job FROM jobs j WHERE j.due_at <= v_now AND j.finished_at IS NOT NULL
    ORDER BY j.due_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    EXIT WHEN NOT FOUND;
    v_last := v_job.last_seq;
    IF v_job.events_expire_at <= v_now AND v_job.first_seq <= v_job.last_seq THEN
      -- A long log goes from its beginning, so that what is left has no gap.
      v_last := least(v_job.last_seq, v_job.first_seq + p_max - events - results - 1);
      DELETE FROM events e WHERE e.job_id = v_job.id AND e.seq <= v_last;
      GET DIAGNOSTICS v_removed = ROW_COUNT;
      events := events + v_removed;
      v_job.first_seq := v_last + 1;
      IF v_last = v_job.last_seq THEN
        UPDATE job_payloads p SET input = NULL, checkpoint = NULL WHERE p.job_id = v_job.id;
      END IF;
    END IF;
    IF v_job.result_expires_at <= v_now THEN
      UPDATE job_payloads p SET result = NULL WHERE p.job_id = v_job.id AND p.result IS NOT NULL;
      GET DIAGNOSTICS v_removed = ROW_COUNT;
      results := results + v_removed;
    END IF;
    UPDATE jobs j SET
      first_seq = v_job.first_seq,
      due_at = CASE WHEN v_last = j.last_seq THEN least(
        CASE WHEN j.events_expire_at > v_now THEN j.events_expire_at END,
        CASE WHEN j.result_expires_at > v_now THEN j.result_expires_at END) ELSE j.due_at END
    WHERE j.id = v_job.id;
  END LOOP;
  RETURN NEXT;
END $$;

-- Stream tokens, the names of deleted jobs' idempotency keys, counts of rate limits: p_max of each at most. Returns the
-- largest of the three numbers: less than p_max means that nothing is left to do.
CREATE FUNCTION purge_leftovers(p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_removed integer;
  v_most integer;
BEGIN
  DELETE FROM stream_tokens WHERE hash IN
    (SELECT hash FROM stream_tokens WHERE expires_at <= v_now ORDER BY expires_at LIMIT p_max);
  GET DIAGNOSTICS v_most = ROW_COUNT;
  DELETE FROM idempotency_keys WHERE (tenant_id, operation, key) IN
    (SELECT tenant_id, operation, key FROM idempotency_keys WHERE expires_at <= v_now
     ORDER BY expires_at LIMIT p_max);
  GET DIAGNOSTICS v_removed = ROW_COUNT;
  v_most := greatest(v_most, v_removed);
  DELETE FROM rate_limits WHERE key IN
    (SELECT key FROM rate_limits WHERE expire < extract(epoch FROM v_now) * 1000 - 60000 LIMIT p_max);
  GET DIAGNOSTICS v_removed = ROW_COUNT;
  v_most := greatest(v_most, v_removed);
  DELETE FROM workers WHERE seen_at < v_now - interval '1 hour';
  RETURN v_most;
END $$;

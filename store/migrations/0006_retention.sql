-- What has had its time goes, in batches small enough not to be in anybody's way. Each function removes at most p_max
-- rows or jobs and returns how many it did: fewer than p_max means that nothing is left to do.

-- Event logs past their time, together with the input and the checkpoint, which nobody needs any more.
CREATE FUNCTION purge_events(p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_job jobs;
  v_removed integer;
  v_last integer;
  v_total integer := 0;
BEGIN
  WHILE v_total < p_max LOOP
    SELECT * INTO v_job FROM jobs j
    WHERE j.finished_at IS NOT NULL AND NOT j.events_purged AND j.events_expire_at <= clock_timestamp()
    ORDER BY j.events_expire_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    EXIT WHEN NOT FOUND;
    -- A long log goes from its beginning, so that what is left has no gap.
    v_last := least(v_job.last_seq, v_job.first_seq + (p_max - v_total) - 1);
    DELETE FROM events e WHERE e.job_id = v_job.id AND e.seq <= v_last;
    GET DIAGNOSTICS v_removed = ROW_COUNT;
    v_total := v_total + greatest(v_removed, 1);
    UPDATE jobs j SET first_seq = v_last + 1, events_purged = (v_last = v_job.last_seq) WHERE j.id = v_job.id;
    IF v_last = v_job.last_seq THEN
      UPDATE job_payloads p SET input = NULL, checkpoint = NULL WHERE p.job_id = v_job.id;
    END IF;
  END LOOP;
  RETURN v_total;
END $$;

-- Results past their time.
CREATE FUNCTION purge_results(p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_ids text[];
BEGIN
  SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (
    SELECT j.id FROM jobs j
    WHERE j.result_expires_at IS NOT NULL AND NOT j.result_purged AND j.result_expires_at <= clock_timestamp()
    ORDER BY j.result_expires_at LIMIT p_max FOR NO KEY UPDATE SKIP LOCKED) d;
  UPDATE job_payloads p SET result = NULL WHERE p.job_id = ANY (v_ids);
  UPDATE jobs j SET result_purged = true WHERE j.id = ANY (v_ids);
  RETURN cardinality(v_ids);
END $$;

-- Whole jobs that ended so long ago, unless their result is still promised.
CREATE FUNCTION purge_jobs(p_ttl_seconds integer, p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_job jobs;
  v_total integer := 0;
BEGIN
  FOR v_job IN
    SELECT * FROM jobs j
    WHERE j.finished_at <= clock_timestamp() - make_interval(secs => p_ttl_seconds)
      AND (j.result_expires_at IS NULL OR j.result_expires_at <= clock_timestamp())
    ORDER BY j.finished_at LIMIT p_max FOR UPDATE SKIP LOCKED
  LOOP
    PERFORM erase_job(v_job);
    v_total := v_total + 1;
  END LOOP;
  RETURN v_total;
END $$;

-- Stream tokens, the names of deleted jobs' idempotency keys, workers that are gone, and counts of rate limits.
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

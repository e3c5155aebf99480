-- A delivery that is asked for again while an attempt at it is under way: that attempt has begun before, and what becomes of
-- it does not put off what was asked for.

-- Workers from before call it without p_due_at.
DROP FUNCTION record_webhook_attempt(text, integer, text, timestamptz, integer, integer, text, text, text, text,
  double precision, integer);

-- Writes what became of an attempt. p_attempt is the number that it was begun as: one that was written already, by a
-- repetition after a lost answer or by another worker, is not written again, unless it is the one that succeeded.
-- p_outcome: succeeded | failed | gone. p_retry_ms: until the next attempt; NULL if this was the last. p_due_at: when the
-- attempt was due, as read with the delivery: if that has changed, somebody has asked for another one meanwhile.
-- One row comes back, or none if the delivery is gone; retry_in_ms only while it is pending.
CREATE FUNCTION record_webhook_attempt(
  p_delivery_id text, p_attempt integer, p_url text, p_started_at timestamptz, p_duration_ms integer,
  p_status_code integer, p_error_code text, p_error_detail text, p_excerpt text,
  p_outcome text, p_retry_ms double precision, p_disable_after_seconds integer, p_due_at timestamptz DEFAULT NULL
) RETURNS TABLE (status text, retry_in_ms double precision, disabled text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_at timestamptz := now_ms();
  v_endpoint webhook_endpoints;
  v_delivery webhook_deliveries;
BEGIN
  -- A second update of a row looks at what it refers to once more; whoever deletes the job must not wait for us meanwhile.
  PERFORM FROM jobs j WHERE j.id = (SELECT d.job_id FROM webhook_deliveries d WHERE d.id = p_delivery_id) FOR KEY SHARE;
  -- Then the endpoint's row, and only if it may change: else eight attempts at once would queue for it.
  SELECT e.* INTO v_endpoint FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
  WHERE d.id = p_delivery_id;
  IF v_endpoint.id IS NOT NULL AND (p_outcome <> 'succeeded' OR v_endpoint.failing_since IS NOT NULL) THEN
    SELECT * INTO v_endpoint FROM webhook_endpoints e WHERE e.id = v_endpoint.id FOR NO KEY UPDATE;
  END IF;
  SELECT * INTO v_delivery FROM webhook_deliveries d WHERE d.id = p_delivery_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;

  IF v_delivery.attempt_count < p_attempt OR (p_outcome = 'succeeded' AND v_delivery.status <> 'succeeded') THEN
    INSERT INTO webhook_attempts (delivery_id, attempt, started_at, duration_ms, status_code, error_code, error_detail,
      response_excerpt)
    VALUES (p_delivery_id, v_delivery.attempt_count + 1, p_started_at, p_duration_ms, p_status_code, p_error_code,
      p_error_detail, p_excerpt);
    UPDATE webhook_deliveries d SET attempt_count = d.attempt_count + 1, round_attempts = d.round_attempts + 1,
      url = p_url
    WHERE d.id = p_delivery_id;

    IF p_outcome = 'succeeded' THEN
      UPDATE webhook_deliveries d SET status = 'succeeded', finished_at = v_at, next_attempt_at = NULL,
        failure_code = NULL, failure_detail = NULL
      WHERE d.id = p_delivery_id;
      UPDATE webhook_endpoints e SET failing_since = NULL
      WHERE e.id = v_endpoint.id AND v_endpoint.failing_since IS NOT NULL;
    ELSIF v_delivery.status = 'pending' THEN
      UPDATE webhook_endpoints e SET failing_since = coalesce(e.failing_since, p_started_at)
      WHERE e.id = v_endpoint.id RETURNING * INTO v_endpoint;
      IF p_outcome = 'gone' THEN
        UPDATE webhook_deliveries d SET status = 'failed', failure_code = 'endpoint_gone',
          failure_detail = 'The receiver answered 410: it wants no more webhooks.',
          finished_at = v_at, next_attempt_at = NULL
        WHERE d.id = p_delivery_id;
        disabled := CASE WHEN v_endpoint.enabled THEN 'gone' END;
      ELSE
        IF v_endpoint.enabled AND v_endpoint.failing_since < v_at - make_interval(secs => p_disable_after_seconds) THEN
          disabled := 'failing';
        END IF;
        IF v_delivery.next_attempt_at <> p_due_at THEN
          -- It stays due. One that would have failed now begins anew, as if it had been asked for a moment later.
          UPDATE webhook_deliveries d SET round_attempts = 0 WHERE d.id = p_delivery_id AND p_retry_ms IS NULL;
        ELSIF p_retry_ms IS NULL THEN
          UPDATE webhook_deliveries d SET status = 'failed', failure_code = 'attempts_exhausted',
            failure_detail = d.round_attempts || ' attempts failed; the last one: ' || p_error_detail,
            finished_at = v_at, next_attempt_at = NULL
          WHERE d.id = p_delivery_id;
        ELSE
          UPDATE webhook_deliveries d SET next_attempt_at = v_at + p_retry_ms * interval '1 millisecond'
          WHERE d.id = p_delivery_id;
        END IF;
      END IF;
      IF disabled IS NOT NULL THEN PERFORM disable_webhook_endpoint(v_endpoint.id, disabled); END IF;
    END IF;
  END IF;
  RETURN QUERY SELECT d.status, extract(epoch FROM d.next_attempt_at - clock_timestamp())::double precision * 1000,
    disabled
  FROM webhook_deliveries d WHERE d.id = p_delivery_id;
END $$;

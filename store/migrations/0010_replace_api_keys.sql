-- Makes a key its tenant's only one with a label; those before it get another label and are revoked.

-- One after the other: a statement sees what was there when it began, and two at once would each leave the other's key.
CREATE FUNCTION replace_api_keys(p_tenant_id text, p_id text, p_label text, p_replaced text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('specwire:api-keys:' || p_tenant_id, 0));
  UPDATE api_keys SET
    revoked_at = CASE WHEN id <> p_id THEN clock_timestamp() WHEN label = p_label THEN revoked_at END,
    label = CASE WHEN id <> p_id THEN p_replaced ELSE p_label END
  WHERE tenant_id = p_tenant_id AND (id = p_id OR label = p_label AND revoked_at IS NULL);
END $$;

-- Codes of invitations are no matter for whoever reads the audit.
update audit set path = regexp_replace(path, '^(/v1/invitations/+)[^/]+', '\1{code}') where path like '/v1/invitations/%';

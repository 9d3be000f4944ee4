-- The account that serves pages: it reads and writes rows, and can change no table, no trigger and no right. The owner,
-- which made the database, migrates. PostgreSQL's image runs this once, when the volume is new; for a database that is
-- older: psql "<the owner's address>" --file deploy/roles.sql, with the password in the file that the next line names.
\set password `cat "${WEB_PASSWORD_FILE:-/run/secrets/web_password}"`
CREATE ROLE sourcefit_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO sourcefit_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sourcefit_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO sourcefit_web;
-- And the same for what migrations will make.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sourcefit_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sourcefit_web;

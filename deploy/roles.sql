-- Run once as the superuser of PostgreSQL: psql -f roles.sql
-- stegvis_owner owns the tables and migrates them; stegvis, the site, works with the rows alone.
CREATE ROLE stegvis_owner LOGIN;
CREATE ROLE stegvis LOGIN;
CREATE DATABASE stegvis OWNER stegvis_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE stegvis FROM PUBLIC;
GRANT CONNECT ON DATABASE stegvis TO stegvis;

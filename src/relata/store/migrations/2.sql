-- From schema version 1 to 2: readings that no longer count are named, instead of those that do; signatures to find near-copies by;
-- names to find actors by.
-- Statements are as in schema.sql, where they are explained. Signatures of earlier articles are made when articles are next read.

CREATE TABLE superseded (
    article_key BIGINT PRIMARY KEY REFERENCES articles (key)
);
INSERT INTO superseded SELECT key FROM articles WHERE key NOT IN (SELECT article_key FROM current);

CREATE TABLE signatures (
    n BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    "values" BLOB NOT NULL
);

CREATE TABLE names (
    name VARCHAR NOT NULL,
    id VARCHAR NOT NULL
);
INSERT INTO names SELECT DISTINCT lower(name), id FROM actors ORDER BY ALL;

DROP VIEW current_articles;
DROP VIEW current_actors;
DROP VIEW current_mentions;
DROP VIEW current_statements;
DROP VIEW current_events;
DROP TABLE current;

CREATE VIEW current AS
    SELECT id AS article_id, key AS article_key FROM articles WHERE key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_articles AS SELECT * FROM articles WHERE key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_actors AS SELECT * FROM actors WHERE article_key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_mentions AS SELECT * FROM mentions WHERE article_key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_statements AS SELECT * FROM statements WHERE article_key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_events AS SELECT * FROM events WHERE article_key NOT IN (SELECT article_key FROM superseded);

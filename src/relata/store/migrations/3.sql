-- From schema version 2 to 3: the table of acts, which measures count, made of the rows that are there.
-- Columns are as in schema.sql, where they are explained; the query is that of store/counting.py at this version.

CREATE TABLE acts (
    "key" BIGINT NOT NULL,
    article_key BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    contexts VARCHAR[] NOT NULL,
    cameo VARCHAR,
    quad TINYINT NOT NULL,
    score DOUBLE NOT NULL,
    goldstein DOUBLE,
    status VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    "symmetric" BOOLEAN NOT NULL,
    date DATE,
    date_precision VARCHAR,
    day DATE NOT NULL,
    source_actor VARCHAR,
    source_country VARCHAR NOT NULL,
    target_actor VARCHAR,
    target_country VARCHAR NOT NULL,
    published DATE,
    outlet_country VARCHAR,
    source_kind VARCHAR,
    source_sector VARCHAR,
    source_role VARCHAR,
    target_kind VARCHAR,
    target_sector VARCHAR,
    target_role VARCHAR,
    thirds VARCHAR[] NOT NULL,
    story VARCHAR NOT NULL,
    previous DATE
);
INSERT INTO acts
SELECT *, lag(day) OVER (PARTITION BY story, least(source_country, target_country), greatest(source_country, target_country), type, status = 'planned', "symmetric", NOT "symmetric" AND source_country > target_country ORDER BY day, confidence DESC, article_id, n) AS previous FROM (
    WITH found AS (SELECT * FROM events WHERE source_country <> target_country AND day IS NOT NULL AND status IN ('actual', 'past', 'planned') AND article_key NOT IN (SELECT article_key FROM superseded))
    , here AS MATERIALIZED (SELECT * FROM actors WHERE article_key IN (SELECT article_key FROM found))
    SELECT found.key, found.article_key, found.article_id, found.n, found.id, type, contexts, cameo, quad, score, goldstein, status,
           confidence, "symmetric", date, date_precision, day, source_actor, source_country, target_actor, target_country,
           papers.published, papers.outlet_country , doer.kind AS source_kind, doer.sector AS source_sector, doer.role AS source_role,
    done_to.kind AS target_kind, done_to.sector AS target_sector, done_to.role AS target_role , coalesce(thirds, []) AS thirds,
           coalesce(told.story, found.article_id) AS story
    FROM found JOIN articles papers ON papers.key = found.article_key LEFT JOIN stories told ON told.article_id = found.article_id
    LEFT JOIN here doer ON doer.article_key = found.article_key AND doer.id = source_actor
    LEFT JOIN here done_to ON done_to.article_key = found.article_key AND done_to.id = target_actor
    LEFT JOIN (
        SELECT found.key, list(DISTINCT a.country ORDER BY a.country) AS thirds
        FROM found JOIN evidence e ON e.event_key = found.key AND e.what = 'evidence'
        JOIN mentions m ON m.article_key = found.article_key AND m."start" >= e."start" AND m."end" <= e."end"
        JOIN here a ON a.article_key = found.article_key AND a.id = m.actor
        WHERE a.country IS NOT NULL AND a.country IS DISTINCT FROM source_country AND a.country IS DISTINCT FROM target_country
        GROUP BY found.key
    ) third ON third.key = found.key) ORDER BY key;

-- From schema version 3 to 4: acts are counted over all stories and outlets; each row names its act, and how widely that is told.
-- Columns are as in schema.sql, where they are explained; the query is that of store/counting.py and store/same.py at this version.

DROP TABLE acts;
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
    place_name VARCHAR,
    place_country VARCHAR,
    published DATE,
    outlet VARCHAR,
    outlet_country VARCHAR,
    source_kind VARCHAR,
    source_sector VARCHAR,
    source_role VARCHAR,
    target_kind VARCHAR,
    target_sector VARCHAR,
    target_role VARCHAR,
    thirds VARCHAR[] NOT NULL,
    story VARCHAR NOT NULL,
    told_day DATE,
    act BIGINT NOT NULL,
    previous DATE,
    tellings INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    outlet_countries VARCHAR[] NOT NULL
);
INSERT INTO acts BY NAME
WITH made AS MATERIALIZED (
    WITH found AS (SELECT * FROM events WHERE source_country <> target_country AND day IS NOT NULL AND status IN ('actual', 'past', 'planned') AND article_key NOT IN (SELECT article_key FROM superseded)),
    here AS MATERIALIZED (SELECT * FROM actors WHERE article_key IN (SELECT article_key FROM found))
    SELECT found.key, found.article_key, found.article_id, found.n, found.id, type, contexts, cameo, quad, score, goldstein, status,
           confidence, "symmetric", date, date_precision, day, source_actor, source_country, target_actor, target_country, place_name,
           place_country, papers.published, papers.outlet, papers.outlet_country,
           doer.kind AS source_kind, doer.sector AS source_sector, doer.role AS source_role,
           done_to.kind AS target_kind, done_to.sector AS target_sector, done_to.role AS target_role
           , coalesce(thirds, []) AS thirds, coalesce(told.story, found.article_id) AS story
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
    ) third ON third.key = found.key), named AS (
    WITH reports AS MATERIALIZED (
    SELECT * EXCLUDE (strand, gap, chain, named, known), min("key") OVER (PARTITION BY strand, chain, told_day) AS unit
    FROM (
        SELECT *, coalesce(
                   max(named) OVER (PARTITION BY strand, chain ORDER BY day), min(named) OVER (PARTITION BY strand, chain), min(known) OVER (PARTITION BY strand, chain)
               ) AS told_day
        FROM (
            SELECT *, sum(gap) OVER (PARTITION BY strand ORDER BY day) AS chain
            FROM (
                SELECT *, (coalesce(day - lag(day) OVER (PARTITION BY strand ORDER BY day), 0) > 3)::INTEGER AS gap
                FROM (SELECT *, min("key") OVER (PARTITION BY story, a, b, type, told_as, way) AS strand FROM (
    SELECT "key", article_id, n, day, confidence, story, type, contexts, lower(outlet) AS outlet, outlet_country,
           least(coalesce(source_country, source_actor, ''), coalesce(target_country, target_actor, '')) AS a, greatest(coalesce(source_country, source_actor, ''), coalesce(target_country, target_actor, '')) AS b, CASE WHEN status IN ('actual', 'past') THEN 'done' ELSE status END AS told_as,
           CASE WHEN "symmetric" THEN 0 WHEN coalesce(source_country, source_actor, '') < coalesce(target_country, target_actor, '') THEN 1 ELSE -1 END AS way, coalesce(lower(place_name), place_country) AS place,
           CASE WHEN coalesce(source_country, source_actor, '') < coalesce(target_country, target_actor, '') THEN CASE WHEN source_kind = 'person' THEN source_actor WHEN source_sector <> 'GOV' THEN source_sector END ELSE CASE WHEN target_kind = 'person' THEN target_actor WHEN target_sector <> 'GOV' THEN target_sector END END AS who_a,
           CASE WHEN coalesce(source_country, source_actor, '') < coalesce(target_country, target_actor, '') THEN CASE WHEN target_kind = 'person' THEN target_actor WHEN target_sector <> 'GOV' THEN target_sector END ELSE CASE WHEN source_kind = 'person' THEN source_actor WHEN source_sector <> 'GOV' THEN source_sector END END AS who_b , CASE WHEN date_precision = 'day' AND date IS DISTINCT FROM published THEN date END AS named,
                 CASE WHEN date_precision = 'day' THEN date END AS known
    FROM made))
            )
        )
    )),
    several AS (SELECT a, b, type, told_as, way, told_day FROM reports WHERE told_day IS NOT NULL GROUP BY ALL HAVING min(unit) <> max(unit)),
    units AS MATERIALIZED (
        SELECT a, b, type, told_as, way, told_day, unit, array_to_string(list_sort(list_distinct(list(place))), '|') AS place, array_to_string(list_sort(list_distinct(list(who_a))), '|') AS who_a, array_to_string(list_sort(list_distinct(list(who_b))), '|') AS who_b, list_sort(list_distinct(flatten(list(contexts)))) AS contexts
        FROM reports SEMI JOIN several USING (a, b, type, told_as, way, told_day) GROUP BY a, b, type, told_as, way, told_day, unit
    ),
    shared AS (
        SELECT a, b, type, told_as, way, told_day, coalesce(
            len(list_reduce(list(contexts) FILTER (len(contexts) > 0), lambda x, y: list_intersect(x, y))) > 0, true) AS shared
        FROM units GROUP BY a, b, type, told_as, way, told_day
    ),
    parts AS (
        SELECT a, b, type, told_as, way, told_day, unit, CASE WHEN min(place) FILTER (place <> '') OVER day IS DISTINCT FROM max(place) FILTER (place <> '') OVER day THEN place END AS place, CASE WHEN min(who_a) FILTER (who_a <> '') OVER day IS DISTINCT FROM max(who_a) FILTER (who_a <> '') OVER day THEN who_a END AS who_a, CASE WHEN min(who_b) FILTER (who_b <> '') OVER day IS DISTINCT FROM max(who_b) FILTER (who_b <> '') OVER day THEN who_b END AS who_b, CASE WHEN NOT shared THEN contexts END AS about
        FROM units JOIN shared USING (a, b, type, told_as, way, told_day) WINDOW day AS (PARTITION BY a, b, type, told_as, way, told_day)
    ),
    one AS (SELECT unit, min(unit) OVER (PARTITION BY a, b, type, told_as, way, told_day, place, who_a, who_b, about) AS one FROM parts),
    once AS MATERIALIZED (
        SELECT "key", article_id, told_day, outlet, outlet_country, first_value("key") OVER act AS act, lag(day) OVER act AS previous
        FROM (SELECT reports.*, coalesce(one, unit) AS one FROM reports LEFT JOIN one USING (unit))
        WINDOW act AS (PARTITION BY one ORDER BY day, confidence DESC, article_id, n)
    ),
    sizes AS (
        SELECT act, count(DISTINCT article_id)::INTEGER AS tellings, count(DISTINCT outlet)::INTEGER AS outlets,
               coalesce(list_sort(list(DISTINCT outlet_country) FILTER (outlet_country IS NOT NULL)), []) AS outlet_countries
        FROM once GROUP BY act
    )
    SELECT "key", told_day, act, previous, tellings, outlets, outlet_countries FROM once JOIN sizes USING (act))
    SELECT made.*, named.* EXCLUDE ("key") FROM made JOIN named USING ("key") ORDER BY "key";

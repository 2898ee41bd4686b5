-- From schema version 4 to 5: how often each actor is named, what claims something of how states stand, and what is a fragment.
-- Columns are explained in schema.sql; the queries are those of store/tallies.py at this version.

CREATE TABLE tallies (
    id VARCHAR NOT NULL,
    n_articles BIGINT NOT NULL,
    n_mentions BIGINT NOT NULL,
    first_published DATE,
    last_published DATE,
    article_key BIGINT NOT NULL
);
CREATE TABLE claims (
    statement_key BIGINT NOT NULL,
    topic VARCHAR NOT NULL
);
CREATE TABLE fragments (
    statement_key BIGINT NOT NULL
);
INSERT INTO tallies
WITH here AS (
        SELECT a.id, article_key, published, p.id AS article_id
        FROM (SELECT id, article_key FROM actors WHERE article_key NOT IN (SELECT article_key FROM superseded) AND true) a JOIN articles p ON p.key = article_key
    ),
    named AS (SELECT actor AS id, count(*) AS n FROM mentions WHERE article_key NOT IN (SELECT article_key FROM superseded) GROUP BY actor),
    every AS (SELECT id, count(*) AS n_articles, min(published) AS first_published, max(published) AS last_published FROM here GROUP BY id),
    newest AS (  -- the last day first: sorting only its rows takes a tenth of the time of sorting all
        SELECT here.id, article_key FROM here JOIN every ON every.id = here.id AND last_published IS NOT DISTINCT FROM published
        QUALIFY row_number() OVER (PARTITION BY here.id ORDER BY article_id, article_key) = 1
    )
    SELECT id, n_articles, coalesce(n, 0) AS n_mentions, first_published, last_published, article_key
    FROM every JOIN newest USING (id) LEFT JOIN named USING (id) ORDER BY id;
INSERT INTO claims
SELECT statement_key, unnest(list_filter([CASE WHEN regexp_matches(content, '\b(multi|uni|bi)-?polar|\bpolarity\b|\bpoles of power\b|\b(world|international|global) order\b') THEN 'poles' END, CASE WHEN regexp_matches(content, '\bhegemon|\bsuperpower|\bsole power\b') THEN 'largest_share' END, CASE WHEN regexp_matches(content, '\bbloc(s|k of states)?\b|\bcold war\b|\bpolari[sz]|\bdivided world\b|\bconfrontation between camps\b') THEN 'polarization' END, CASE WHEN regexp_matches(content, '\brelations(hips?)?\b|\brelationship\b|\bties\b|\bpartnership|\balliance|\bfriendship|\brapprochement|\bnormali[sz]') THEN 'relation' END], lambda topic: topic IS NOT NULL)) AS topic
    FROM (SELECT statement_key, lower(string_agg(text, ' ' ORDER BY n)) AS content FROM contents
          WHERE true AND statement_key IN (SELECT statement_key FROM contents WHERE true AND regexp_matches(text, '(?i)\b(multi|uni|bi)-?polar|\bpolarity\b|\bpoles of power\b|\b(world|international|global) order\b|\bhegemon|\bsuperpower|\bsole power\b|\bbloc(s|k of states)?\b|\bcold war\b|\bpolari[sz]|\bdivided world\b|\bconfrontation between camps\b|\brelations(hips?)?\b|\brelationship\b|\bties\b|\bpartnership|\balliance|\bfriendship|\brapprochement|\bnormali[sz]')) GROUP BY statement_key)
ORDER BY ALL;
INSERT INTO fragments
SELECT statement_key FROM contents WHERE true GROUP BY statement_key HAVING max("end" - "start") < 20
ORDER BY ALL;

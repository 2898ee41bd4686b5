-- From schema version 5 to 6: which articles hold which words, so that a search goes through few texts. Columns are explained in schema.sql;
-- what is written to them is in store/wording.py.

CREATE TABLE words (
    id BIGINT NOT NULL,
    spelling VARCHAR NOT NULL
);
CREATE TABLE occurrences (
    word BIGINT NOT NULL,
    article_key BIGINT NOT NULL
);
CREATE TABLE fresh_occurrences (
    word BIGINT NOT NULL,
    article_key BIGINT NOT NULL
);

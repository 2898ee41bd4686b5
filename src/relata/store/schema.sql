-- The Relata ledger: one DuckDB file. Schema version 5.
--
-- How to read it
--   * One row of `articles` is one *reading*: an article as one run coded it. Its `key` ties all that the run found there together.
--   * An article coded again by another run gets a second reading. The first stays until `relata prune`, and is named in `superseded`.
--     The view `current` names the readings that count; `current_articles`, `current_actors`, `current_mentions`,
--     `current_statements` and `current_events` hold only their rows.
--   * "start" and "end" are code points into `texts.text` of the article, half-open. Missing is NULL, never '' and never 0.
--   * `n` is the place of a row in its list, from 0, so that the public JSON is rebuilt in its own order.
--   * `acts`, `tallies`, `claims` and `fragments` follow from the other tables; the writer keeps them in step (store/counting.py, tallies.py).
--   * Keys are whole numbers given by the one writer, in the order of writing. They mean nothing outside the file.
--
-- Foreign keys
--   Every row's tie to its parent is enforced. Left out on purpose, and checked before writing instead (store/faults.py):
--   * actor ids in mentions, statements, events, chain and about: each would need a second text index as large as its table;
--   * statements.within_key: DuckDB checks a reference to the same table row by row, against rows that are already in it;
--   * acts.key and acts.article_key: its rows are made anew, and go, where stories merge or an article is read again; nor have the other
--     tables that follow from these any;
--   * article ids in stories and signatures, and the rows of `skips`: grouping and giving up also concern articles that are not in the ledger.
--   Columns that a foreign key names are never updated, and no row but of acts and tallies is deleted: pruning writes a new file (store/pruning.py).

CREATE TABLE schema_version (            -- one row for each version this file has had; the highest counts
    version INTEGER PRIMARY KEY,         -- whole number, rises by one
    applied TIMESTAMP NOT NULL           -- when the file took this version, UTC
);

CREATE TABLE runs (                      -- one row for each version, model and settings that ever wrote here
    id VARCHAR PRIMARY KEY,              -- sha-256 of version, model and settings, first 16 hexadecimal digits
    started TIMESTAMP NOT NULL,          -- when it first opened this ledger, UTC
    version VARCHAR NOT NULL,            -- Relata's version
    model VARCHAR NOT NULL,              -- the model's name or checksum
    settings VARCHAR NOT NULL            -- settings in force, as JSON with sorted keys
);

CREATE TABLE texts (                     -- each text once, however many articles and readings share it
    sha VARCHAR PRIMARY KEY,             -- sha-256 of the text's UTF-8 bytes, in hexadecimal
    text VARCHAR NOT NULL                -- the text itself, exactly as all offsets refer to it
);

CREATE TABLE articles (                  -- one row for each reading: an article as one run coded it
    key BIGINT PRIMARY KEY,              -- names the reading within this file
    run_id VARCHAR NOT NULL REFERENCES runs (id),
    id VARCHAR NOT NULL,                 -- the article's id, the same in every run
    text_sha VARCHAR NOT NULL REFERENCES texts (sha),
    outlet VARCHAR,                      -- who published it
    outlet_country VARCHAR,              -- ISO 3166-1 alpha-3
    title VARCHAR,
    published DATE,
    url VARCHAR,
    language VARCHAR NOT NULL,           -- ISO 639-1
    UNIQUE (id, run_id)                  -- a run codes an article once
);

CREATE TABLE superseded (                -- readings that no longer count, since another run coded the article later; few, so that asking costs little
    article_key BIGINT PRIMARY KEY REFERENCES articles (key)
);

CREATE TABLE stories (                   -- near-copies of one story; grouping belongs to no run and may be redone
    article_id VARCHAR PRIMARY KEY,
    story VARCHAR NOT NULL               -- id shared by all copies
);

CREATE TABLE signatures (                -- what near-copies are found by, without the texts; one row for each article
    n BIGINT,                            -- order of writing, from 0; NULL where the text has no words
    article_id VARCHAR NOT NULL,
    size INTEGER NOT NULL,               -- how many different runs of words the text has
    "values" BLOB NOT NULL               -- its MinHash, 96 numbers of 16 bits, little-endian (ingest/stories.py)
);

CREATE TABLE actors (                    -- who occurs in a reading; (article_key, id) is unique
    article_key BIGINT NOT NULL REFERENCES articles (key),
    run_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    id VARCHAR NOT NULL,                 -- kind:name, with @country where there is one; the same in every article
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,               -- state person organisation group intergovernmental outlet unknown
    country VARCHAR,                     -- ISO 3166-1 alpha-3
    sector VARCHAR,                      -- primary PLOVER sector
    secondary VARCHAR[] NOT NULL,        -- further PLOVER sectors
    role VARCHAR                         -- office in plain words, as of this article
);

CREATE TABLE names (                     -- each name of an actor once, over all readings, so that it is found without going through `actors`
    name VARCHAR NOT NULL,               -- actors.name in lower case
    id VARCHAR NOT NULL                  -- actors.id
);

CREATE TABLE roles (                     -- observations "on this day this text calls so-and-so this", with their words
    article_key BIGINT NOT NULL REFERENCES articles (key),
    run_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,               -- the person as named
    country VARCHAR,                     -- ISO 3166-1 alpha-3
    sector VARCHAR,                      -- PLOVER sector
    role VARCHAR NOT NULL,               -- office in plain words
    date DATE,                           -- the day it is known to hold on: the article's
    "start" INTEGER NOT NULL,            -- where the text says so
    "end" INTEGER NOT NULL
);

CREATE TABLE mentions (                  -- where a reading names an actor; a joint mention has a row for each member
    article_key BIGINT NOT NULL REFERENCES articles (key),
    run_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    actor VARCHAR NOT NULL               -- actors.id of the same reading
);

CREATE TABLE statements (                -- who said something; the words are in `contents`
    key BIGINT PRIMARY KEY,
    article_key BIGINT NOT NULL REFERENCES articles (key),
    article_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    id VARCHAR NOT NULL,                 -- article id and a running number
    kind VARCHAR NOT NULL,               -- direct indirect mixed
    anonymous BOOLEAN NOT NULL,          -- the text withholds the name
    hedge VARCHAR NOT NULL,              -- asserted hoped demanded predicted denied questioned
    date DATE,                           -- when it was said, as far as the text tells
    date_precision VARCHAR,              -- day week month year
    day DATE,                            -- for windows and order only: `date`, else the day of publication
    "start" INTEGER,                     -- first code point of speaker, cue and content together; NULL where there is none of them
    "end" INTEGER,                       -- one past the last of them
    speaker_start INTEGER,               -- the speaker's words; all four NULL where the text names no source at all
    speaker_end INTEGER,
    speaker_text VARCHAR,
    speaker_actor VARCHAR,               -- actors.id, NULL where unresolved
    speaker_country VARCHAR,             -- that actor's country, kept here so that filtering needs no join
    cue_start INTEGER,                   -- the verb or phrase of saying
    cue_end INTEGER,
    cue_text VARCHAR,
    addressee_text VARCHAR,              -- to whom it was said
    addressee_actor VARCHAR,
    setting VARCHAR,                     -- on what occasion, in the text's words
    within_key BIGINT                    -- statements.key of the statement this one is reported in
);

CREATE TABLE contents (                  -- what was said: one row for each unbroken stretch
    statement_key BIGINT NOT NULL REFERENCES statements (key),
    run_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    direct BOOLEAN NOT NULL              -- stands in quotation marks
);

CREATE TABLE chain (                     -- the road the words took, nearest outlet first; the article's own is understood
    statement_key BIGINT NOT NULL REFERENCES statements (key),
    run_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    actor VARCHAR                        -- actors.id, NULL where unresolved
);

CREATE TABLE about (                     -- of whom a statement speaks
    statement_key BIGINT NOT NULL REFERENCES statements (key),
    run_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    actor VARCHAR NOT NULL,              -- actors.id
    tone VARCHAR                         -- negative neutral positive; NULL where not judged
);

CREATE TABLE events (                    -- who did what to whom; the words are in `evidence`
    key BIGINT PRIMARY KEY,
    article_key BIGINT NOT NULL REFERENCES articles (key),
    article_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    id VARCHAR NOT NULL,                 -- article id and a running number
    type VARCHAR NOT NULL,               -- PLOVER type
    modes VARCHAR[] NOT NULL,            -- PLOVER modes
    contexts VARCHAR[] NOT NULL,         -- PLOVER contexts
    cameo VARCHAR,                       -- CAMEO code
    quad TINYINT NOT NULL,               -- 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    score DOUBLE NOT NULL,               -- PLOVER conflict-cooperation score, -10 to 10
    goldstein DOUBLE,                    -- CAMEO scale value of `cameo`; never mixed with `score`
    status VARCHAR NOT NULL,             -- actual planned conditional denied past
    confidence DOUBLE NOT NULL,          -- 0 to 1
    "symmetric" BOOLEAN NOT NULL,          -- both sides do the same; counts in both directions
    date DATE,                           -- when it happened, as far as the text tells
    date_precision VARCHAR,              -- day week month year
    day DATE,                            -- for windows and order only: `date`, else the day of publication
    "start" INTEGER NOT NULL,            -- where its evidence starts; for order
    source_actor VARCHAR,                -- actors.id, NULL where unresolved
    source_country VARCHAR,              -- that actor's country, kept here so that filtering needs no join
    target_actor VARCHAR,
    target_country VARCHAR,
    place_name VARCHAR,                  -- where it happened
    place_country VARCHAR,               -- ISO 3166-1 alpha-3
    statement_key BIGINT REFERENCES statements (key)  -- the statement that reports it; NULL where the outlet itself asserts it
);

CREATE TABLE evidence (                  -- the words an event rests on; at most one row for each part
    event_key BIGINT NOT NULL REFERENCES events (key),
    run_id VARCHAR NOT NULL,
    what VARCHAR NOT NULL,               -- source target trigger evidence place; no target row: the event has no target
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text VARCHAR NOT NULL
);

CREATE TABLE acts (                      -- what measures count: events between two countries with a day, done or planned, of current readings; each report of an act is a row
    "key" BIGINT NOT NULL,               -- events.key; the columns up to place_country are those of events
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
    status VARCHAR NOT NULL,             -- actual past planned
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
    published DATE,                      -- the article's
    outlet VARCHAR,                      -- the article's
    outlet_country VARCHAR,              -- the article's
    source_kind VARCHAR,                 -- the source's, from actors
    source_sector VARCHAR,
    source_role VARCHAR,
    target_kind VARCHAR,                 -- the target's
    target_sector VARCHAR,
    target_role VARCHAR,
    thirds VARCHAR[] NOT NULL,           -- other countries that the words of the event name, in order
    story VARCHAR NOT NULL,              -- stories.story, else the article's id
    told_day DATE,                       -- the day that its story gives the act, by which other stories' reports of it are found; NULL where it gives none
    act BIGINT NOT NULL,                 -- key of the report that stands for the act: its earliest, then its most confident
    previous DATE,                       -- day of the report before it of the same act; NULL where it stands for the act, and so counts
    tellings INTEGER NOT NULL,           -- how many articles tell the act
    outlets INTEGER NOT NULL,            -- how many different outlets they are of
    outlet_countries VARCHAR[] NOT NULL  -- and of which countries, in order
);

CREATE TABLE tallies (                   -- each actor once, over all current readings
    id VARCHAR NOT NULL,                 -- actors.id
    n_articles BIGINT NOT NULL,          -- readings that name it
    n_mentions BIGINT NOT NULL,          -- and how often they do
    first_published DATE,                -- of these readings
    last_published DATE,
    article_key BIGINT NOT NULL          -- the newest of them: of the last day that with the lowest article id
);

CREATE TABLE claims (                    -- statements whose words speak of how states stand, or of their order, by topic; of all readings
    statement_key BIGINT NOT NULL,
    topic VARCHAR NOT NULL               -- poles largest_share polarization relation (store/topics.py)
);

CREATE TABLE fragments (                 -- statements none of whose stretches has 20 characters, too few for a sentence; of all readings
    statement_key BIGINT NOT NULL
);

CREATE TABLE words (                     -- each word of titles and texts once, A to Z in lower case and other letters as they stand
    id BIGINT NOT NULL,
    spelling VARCHAR NOT NULL            -- letters, numerals and marks that stand together
);

CREATE TABLE occurrences (               -- which words are in the title or text of which readings, each pair once; mostly in order of words
    word BIGINT NOT NULL,                -- words.id
    article_key BIGINT NOT NULL
);

CREATE TABLE fresh_occurrences (         -- the same of the newest readings, until they are put in order
    word BIGINT NOT NULL,
    article_key BIGINT NOT NULL
);

CREATE TABLE skips (                     -- what was given up, once for each run, however often it was tried
    run_id VARCHAR NOT NULL REFERENCES runs (id),
    source VARCHAR NOT NULL,             -- file with line or record number, or an article's id
    stage VARCHAR NOT NULL,              -- ingest, coding or store
    reason VARCHAR NOT NULL,             -- from a closed list, see errors.py
    detail VARCHAR NOT NULL,             -- what was wrong and what to do
    "at" TIMESTAMP NOT NULL                -- when it was first given up, UTC
);

CREATE VIEW current AS
    SELECT id AS article_id, key AS article_key FROM articles WHERE key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_articles AS SELECT * FROM articles WHERE key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_actors AS SELECT * FROM actors WHERE article_key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_mentions AS SELECT * FROM mentions WHERE article_key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_statements AS SELECT * FROM statements WHERE article_key NOT IN (SELECT article_key FROM superseded);
CREATE VIEW current_events AS SELECT * FROM events WHERE article_key NOT IN (SELECT article_key FROM superseded);

//! The tables: one for each kind of record, every field a column, with the indexes our store has.

/// The records and their indexes. Interactions and notes are clustered by client and time, as ours are.
pub(super) const RECORDS: &str = "
    CREATE TABLE clients (id INTEGER PRIMARY KEY, kind INTEGER, name TEXT, public_name TEXT, relations TEXT,
        manager INTEGER, city TEXT, address TEXT, region INTEGER, zone TEXT, class TEXT, tags TEXT, custom TEXT,
        interest TEXT, registered INTEGER, raw TEXT, calls TEXT);
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE links (client INTEGER, person INTEGER, role INTEGER, title TEXT, since TEXT, until TEXT,
        PRIMARY KEY (client, person)) WITHOUT ROWID;
    CREATE INDEX links_person ON links (person);
    CREATE TABLE methods (client INTEGER, person INTEGER, kind INTEGER, value TEXT, backwards TEXT, label TEXT,
        raw TEXT, state INTEGER, success INTEGER);
    CREATE INDEX methods_client ON methods (client) WHERE client IS NOT NULL;
    CREATE INDEX methods_person ON methods (person) WHERE person IS NOT NULL;
    CREATE INDEX methods_phone ON methods (backwards) WHERE backwards IS NOT NULL;
    CREATE INDEX methods_email ON methods (value) WHERE kind = 1;
    CREATE TABLE legal (id INTEGER PRIMARY KEY, name TEXT, inn TEXT, inn_mark TEXT, kpp TEXT, ogrn TEXT);
    CREATE INDEX legal_inn ON legal (inn) WHERE inn IS NOT NULL;
    CREATE TABLE signs (client INTEGER, legal INTEGER, PRIMARY KEY (client, legal)) WITHOUT ROWID;
    CREATE INDEX signs_legal ON signs (legal);
    CREATE TABLE interactions (client INTEGER, at INTEGER, id INTEGER, person INTEGER, kind INTEGER,
        direction INTEGER, status INTEGER, duration INTEGER, phone TEXT, subject TEXT, outcome INTEGER, reason TEXT,
        owner INTEGER, text TEXT, script TEXT, entry INTEGER, attempt INTEGER, PRIMARY KEY (client, at, id))
        WITHOUT ROWID;
    CREATE INDEX interactions_owner ON interactions (owner, at);
    CREATE TABLE notes (client INTEGER, at INTEGER, id INTEGER, subject TEXT, author INTEGER, text TEXT,
        PRIMARY KEY (client, at, id)) WITHOUT ROWID;
    CREATE TABLE deals (id INTEGER PRIMARY KEY, client INTEGER, person INTEGER, name TEXT, process INTEGER,
        open INTEGER, status TEXT, passes TEXT, amount TEXT, owner INTEGER, opened INTEGER, closed INTEGER,
        interest TEXT);
    CREATE INDEX deals_client ON deals (client);
    CREATE TABLE entries (id INTEGER PRIMARY KEY, client INTEGER, person INTEGER, phone TEXT, kind INTEGER,
        due INTEGER, reason TEXT, list INTEGER, attempts INTEGER, max_attempts INTEGER, owner INTEGER, state INTEGER,
        until INTEGER, zone TEXT, place INTEGER, created INTEGER);
    CREATE INDEX entries_due ON entries (owner, kind, place, due) WHERE state = 0;
    CREATE INDEX entries_taken ON entries (until) WHERE state = 1;
    CREATE INDEX entries_client ON entries (client) WHERE state < 2;
    CREATE INDEX entries_list ON entries (list, client) WHERE list IS NOT NULL;
    CREATE TABLE stops (id INTEGER PRIMARY KEY, client INTEGER, phone TEXT, subject TEXT, scope TEXT, since INTEGER,
        reason TEXT, interaction INTEGER, author INTEGER, until INTEGER, proof TEXT, lifted TEXT);
    CREATE TABLE consents (id INTEGER PRIMARY KEY, client INTEGER, person INTEGER, kind TEXT, text TEXT, how TEXT,
        given INTEGER, until INTEGER, proof TEXT, proof_hash TEXT, author INTEGER, recorded INTEGER, withdrawn TEXT);
    CREATE INDEX consents_client ON consents (client);
    CREATE INDEX stops_client ON stops (client);
    CREATE INDEX stops_phone ON stops (phone) WHERE phone IS NOT NULL;
";

/// Names to be searched by the beginnings of their words; ours are in memory.
pub(super) const NAMES: &str = "
    CREATE VIRTUAL TABLE names USING fts5(name, owner UNINDEXED, tokenize='ascii', prefix='1 2 3');
";

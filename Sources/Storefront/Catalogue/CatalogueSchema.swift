import GRDB

/// The catalogue's tables, as migrations.
///
/// Everything that has to happen with a change of a product (search index, outbox) hangs on triggers,
/// so that it happens to changes made by hand in the sqlite3 shell as well. The first migration also
/// fills the catalogue: a file either has all of its products or is not there yet.
enum CatalogueSchema {
    /// `PRAGMA application_id`: "SHOP", so that no other program's database is taken for a catalogue.
    static let applicationID = 0x5348_4f50

    static func migrator(filling: @escaping @Sendable (Database) throws -> Void)
        -> DatabaseMigrator
    {
        // Foreign keys are looked at as rows come: nothing here rebuilds a table.
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1 products", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: tables)
            try filling(database)
            try database.execute(sql: indexes)
            try database.execute(sql: triggers)
        }
        migrator.registerMigration("2 lists", foreignKeyChecks: .immediate) { database in
            try ListColumns.add(to: database)
        }
        return migrator
    }

    private static let tables = """
        CREATE TABLE made (products INTEGER NOT NULL, seed TEXT NOT NULL) STRICT;

        CREATE TABLE categories (slug TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL)
            STRICT, WITHOUT ROWID;

        CREATE TABLE products (
            id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
            name TEXT NOT NULL,
            brand TEXT NOT NULL,
            category TEXT NOT NULL REFERENCES categories (slug),
            material TEXT NOT NULL,
            price INTEGER NOT NULL CHECK (price >= 0), -- cents
            stock INTEGER NOT NULL CHECK (stock >= 0),
            rating REAL NOT NULL,
            reviews INTEGER NOT NULL,
            description TEXT NOT NULL DEFAULT ''
        ) STRICT;

        -- What shoppers looked at, by the hour since 1970.
        CREATE TABLE views (
            productID INTEGER NOT NULL
                REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE,
            hour INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (productID, hour)
        ) STRICT, WITHOUT ROWID;

        -- What happened to products, in the order of the commits; ids are never used again.
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            productID INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('insert', 'update', 'delete')),
            changedAt INTEGER NOT NULL -- milliseconds since 1970
        ) STRICT;

        -- How far the outbox has been followed.
        CREATE TABLE cursors (name TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        """

    /// After the products, which is faster than with each of them.
    private static let indexes = """
        CREATE INDEX productsByCategory ON products (category, reviews DESC);
        CREATE INDEX productsByReviews ON products (reviews DESC);
        CREATE INDEX viewsByHour ON views (hour);

        CREATE VIRTUAL TABLE productText USING fts5 (
            name, brand, category, description,
            content='products', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
        );
        INSERT INTO productText (productText) VALUES ('rebuild');
        """

    private static let now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

    /// The index has no copy of the texts, so what leaves it must be given to it as it was: a
    /// REPLACE, which removes rows without a word, is therefore refused.
    private static let triggers = """
        CREATE TRIGGER productReplaced BEFORE INSERT ON products
        WHEN EXISTS (SELECT 1 FROM products WHERE id = new.id) BEGIN
            SELECT RAISE(ABORT, 'There is a product of this id: change it with UPDATE.');
        END;

        CREATE TRIGGER productInserted AFTER INSERT ON products BEGIN
            INSERT INTO productText (rowid, name, brand, category, description)
                VALUES (new.id, new.name, new.brand, new.category, new.description);
            INSERT INTO outbox (productID, kind, changedAt) VALUES (new.id, 'insert', \(now));
        END;

        CREATE TRIGGER productDeleted AFTER DELETE ON products BEGIN
            INSERT INTO productText (productText, rowid, name, brand, category, description)
                VALUES ('delete', old.id, old.name, old.brand, old.category, old.description);
            INSERT INTO outbox (productID, kind, changedAt) VALUES (old.id, 'delete', \(now));
        END;

        CREATE TRIGGER productUpdated AFTER UPDATE ON products BEGIN
            INSERT INTO outbox (productID, kind, changedAt) VALUES (new.id, 'update', \(now));
        END;

        CREATE TRIGGER productRenumbered AFTER UPDATE OF id ON products
        WHEN old.id <> new.id BEGIN
            INSERT INTO outbox (productID, kind, changedAt) VALUES (old.id, 'delete', \(now));
        END;

        CREATE TRIGGER productReworded
        AFTER UPDATE OF id, name, brand, category, description ON products BEGIN
            INSERT INTO productText (productText, rowid, name, brand, category, description)
                VALUES ('delete', old.id, old.name, old.brand, old.category, old.description);
            INSERT INTO productText (rowid, name, brand, category, description)
                VALUES (new.id, new.name, new.brand, new.category, new.description);
        END;
        """
}

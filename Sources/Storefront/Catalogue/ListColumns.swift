import GRDB

/// The second migration: the outbox says of each change which lists it has made old.
///
/// `category` and `formerCategory` are the slugs whose pages and facets show the product now and showed it
/// before; empty when nothing has changed that lists show. `isDisplayed` is 1 when the pages of other
/// products of the category show it beside theirs. A row from before this migration has NULL: nothing is
/// known, so all lists are meant.
enum ListColumns {
    /// As many best-known products of a category may be shown on other products' pages.
    private static let displayed = 7

    static func add(to database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE outbox ADD COLUMN category TEXT;
                ALTER TABLE outbox ADD COLUMN formerCategory TEXT;
                ALTER TABLE outbox ADD COLUMN isDisplayed INTEGER;
                DROP TRIGGER productInserted;
                DROP TRIGGER productDeleted;
                DROP TRIGGER productUpdated;
                DROP TRIGGER productRenumbered;
                """)
        try database.execute(sql: triggers)
    }

    private static let now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

    /// Counts up to `displayed` better-known ones; in doubt it is displayed.
    private static func isDisplayed(_ row: String) -> String {
        """
        (SELECT count(*) < \(displayed) FROM (SELECT 1 FROM products AS other
            WHERE other.category = \(row).category AND other.reviews > \(row).reviews
                AND other.id <> \(row).id LIMIT \(displayed)))
        """
    }

    /// What a line in a list shows of a product, or is counted by.
    private static func shown(_ row: String) -> String {
        let columns = [
            "id", "name", "brand", "category", "material", "price", "rating", "reviews",
        ]
        return columns.map { "\(row).\($0)" }.joined(separator: ", ") + ", \(row).stock > 0"
    }

    private static let columns = "productID, kind, changedAt, category, formerCategory, isDisplayed"

    private static let triggers = """
        CREATE TRIGGER productInserted AFTER INSERT ON products BEGIN
            INSERT INTO productText (rowid, name, brand, category, description)
                VALUES (new.id, new.name, new.brand, new.category, new.description);
            INSERT INTO outbox (\(columns))
                VALUES (new.id, 'insert', \(now), new.category, '', \(isDisplayed("new")));
        END;

        CREATE TRIGGER productDeleted AFTER DELETE ON products BEGIN
            INSERT INTO productText (productText, rowid, name, brand, category, description)
                VALUES ('delete', old.id, old.name, old.brand, old.category, old.description);
            INSERT INTO outbox (\(columns))
                VALUES (old.id, 'delete', \(now), '', old.category, \(isDisplayed("old")));
        END;

        CREATE TRIGGER productUpdated AFTER UPDATE ON products
        WHEN (\(shown("old"))) IS NOT (\(shown("new"))) BEGIN
            INSERT INTO outbox (\(columns))
                VALUES (new.id, 'update', \(now), new.category, old.category,
                    \(isDisplayed("new")) OR \(isDisplayed("old")));
        END;

        CREATE TRIGGER productTouched AFTER UPDATE ON products
        WHEN (\(shown("old"))) IS (\(shown("new"))) BEGIN
            INSERT INTO outbox (\(columns)) VALUES (new.id, 'update', \(now), '', '', 0);
        END;

        CREATE TRIGGER productRenumbered AFTER UPDATE OF id ON products
        WHEN old.id <> new.id BEGIN
            INSERT INTO outbox (\(columns))
                VALUES (old.id, 'delete', \(now), '', old.category, 1);
        END;
        """
}

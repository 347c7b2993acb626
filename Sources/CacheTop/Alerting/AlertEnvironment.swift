/// The environment of the command of `--on-alert`: without what could hold a secret of Redis, the shop's API,
/// the search engine or the database.
enum AlertEnvironment {
    private static let withheld = ["REDIS_", "REVALIDATE_", "MEILI_", "PG"]

    static func of(_ environment: [String: String]) -> [String: String] {
        environment.filter { name, _ in !withheld.contains { name.hasPrefix($0) } }
    }
}

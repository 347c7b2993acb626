import Testing

@testable import Metrics

/// Which resources a version is of, where one counter's name ends like another's.
struct VersionResourcesTests {
    private static let policy = CachePolicy(
        resources: [
            Resource(name: "a", pattern: "a:{id}:v{v}", ttlSeconds: 60, counter: "v"),
            Resource(name: "b", pattern: "b:{id}:v{v}", ttlSeconds: 60, counter: "rev"),
            Resource(name: "c", pattern: "c:{id}:v{v}", ttlSeconds: 60, counter: "version:rev"),
            Resource(name: "d", pattern: "d:{id}", ttlSeconds: 60),
        ], keyPrefix: "shop:")

    @Test(arguments: [("shop:v", ["a"]), ("shop:rev", ["b"]), ("shop:version:rev", ["c"])])
    func byTheWholeName(_ key: String, _ resources: [String]) throws {
        let history = History(grammar: KeyGrammar(policy: Self.policy), source: "none")
        let snapshot = history.snapshot()
        let version = try #require(snapshot.versions.first { $0.key == key })
        #expect(snapshot.resources(of: version).map(\.name) == resources)
    }
}

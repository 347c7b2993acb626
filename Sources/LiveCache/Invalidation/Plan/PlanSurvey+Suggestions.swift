import Metrics
import RedisClient

extension PlanSurvey {
    /// For how long identifiers are looked for, and how many are kept.
    static let suggestionSeconds = 1.0
    static let suggestionLimit = 20_000

    /// The plan finds nothing: perhaps its argument is a typing error. Collects the identifiers that are
    /// there and keeps the nearest; leaves them unknown where SCAN is refused.
    mutating func suggest(_ connection: RedisConnection) async throws(Stop) {
        guard let argument = scope.arguments.first, argument.count <= NearestNames.longest,
            let resource = policy.resources(affectedBy: scope).first,
            scope.kind != .key, scope.kind != .pattern
        else { return }
        let grammar = grammar
        var names = NearestNames(to: argument)
        var seen: Set<[UInt8]> = []
        let until = ServerClock.monotonicSeconds() + Self.suggestionSeconds
        var scan = KeyScan(glob: grammar.sieve(ofResource: resource))
        do throws(RedisError) {
            _ = try await scan.run(connection, &pacer) { keys, _ in
                for key in keys where grammar.classify(key) == .resource(resource) {
                    guard let name = grammar.identifier(key), seen.count < Self.suggestionLimit,
                        seen.insert(name).inserted
                    else { continue }
                    names.add(name)
                }
                return ServerClock.monotonicSeconds() < until
            }
        } catch {
            if !error.isServerReply { throw .redis(error) }
            return
        }
        radius.suggestions = names.nearest.map(KeyText.text)
    }
}

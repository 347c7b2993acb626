package import Logging
package import Metrics
package import RedisClient

/// Carries out an invalidation on Redis: the one place that increments counters and removes keys for the
/// dashboard, the command line and the shop's API.
///
/// Every command is waited for to its end; the first that fails ends it. `carriedOut` has what was done
/// until then. What a scope means is decided before, by the steps of its plan.
package struct Execution {
    package static let standardDeadline = Duration.seconds(10)

    let nodes: RedisNodes
    /// For one command.
    let deadline: Duration
    let logger: Logger
    /// Reads a counter before it is raised, to distinguish one that was 0 from a missing one.
    private let read: CounterReader?
    /// By an INFO that was read just before; nil: not known, which counts as busy.
    package var operationsPerSecond: Double?
    package internal(set) var carriedOut = CarriedOut()
    /// What ended it early.
    package private(set) var failure: Failure?

    /// The value of a counter; nil: it is missing, or no integer.
    package typealias CounterReader = @Sendable ([UInt8]) async throws(RedisError) -> Int64?

    /// - Parameter read: nil: a counter whose INCR answers 1 counts as one that was missing.
    package init(
        on nodes: RedisNodes, deadline: Duration = Self.standardDeadline,
        logger: Logger = .silent, read: CounterReader? = nil
    ) {
        self.nodes = nodes
        self.deadline = deadline
        self.logger = logger
        self.read = read
    }

    /// A missing counter means 1 to the API, so an INCR that makes it 1 has changed nothing, and
    /// another one follows.
    package mutating func increment(_ key: [UInt8]) async throws(RedisError) {
        let command = RedisCommand("INCR", key: key)
        let node = nodes.holder(of: key)
        let before: Int64?
        do { before = try await read?(key) } catch { before = nil }
        let value = try await change(command, on: node)
        let wasMissing = value == 1 && before == nil
        carriedOut.raised(RaisedCounter(key: key, to: value, wasMissing: wasMissing))
        guard wasMissing else { return }
        let next = try await change(command, on: node)
        carriedOut.raised(RaisedCounter(key: key, to: next, wasMissing: true))
    }

    /// Sends a command that changes something; notes its failure.
    mutating func change(
        _ command: RedisCommand, on node: RedisConnection
    ) async throws(RedisError) -> Int64 {
        do throws(RedisError) { return try await node.change(command, deadline: deadline) } catch {
            failed(error, isChange: true)
            throw error
        }
    }

    /// Only the first failure counts: what follows is its consequence.
    ///
    /// - Parameter isChange: the command that failed was to change something.
    package mutating func failed(_ error: RedisError, isChange: Bool = false) {
        failure =
            failure ?? Failure(error: error, isUnknown: isChange && error.mayHaveBeenCarriedOut)
    }

    package struct Failure: Sendable {
        package let error: RedisError
        /// The command may have been carried out all the same.
        package let isUnknown: Bool
    }
}

import Foundation
import Invalidation
import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import LiveCache

extension RedisServer {
    /// An operator on this server, with a trail in its folder.
    func invalidator(
        user: String? = nil, guards: InvalidationGuards = InvalidationGuards(), batch: Int = 500,
        trail: String? = nil, endpoint: RedisEndpoint? = nil, api: RevalidateAPI? = nil,
        reportSeconds: Double = PurgePace.reportSeconds, policy: CachePolicy = .standard,
        pace: Pace = .normal
    ) -> Invalidator {
        Invalidator(
            endpoint: endpoint ?? user.map { self.endpoint(user: $0) } ?? self.endpoint,
            policy: policy, eventKey: "cache:events", api: api, guards: guards,
            operatorName: "ann@bastion", trail: AuditTrail(path: trail ?? trailPath),
            pace: PurgePace(batch: batch, pace: pace, reportSeconds: reportSeconds))
    }

    var trailPath: String { "\(folder)/state/cachetop/audit.jsonl" }

    func trailEntries() throws -> [AuditEntry] {
        let data = try Data(contentsOf: URL(filePath: trailPath))
        return try data.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(AuditEntry.self, from: $0)
        }
    }

    /// What `cachetop:audit` reports of how attempts ended, or of another event.
    func published(
        _ event: AuditStream.Event = .ended
    ) async throws -> [InvalidationRecord] {
        let entries = try await run("XRANGE cachetop:audit - +").elements ?? []
        return entries.compactMap { entry in
            let pair = entry.elements?[1].elements ?? []
            guard pair.count == 2, pair[0].text == event.rawValue else { return nil }
            return pair[1].bytes.flatMap { AuditStream.record(event, $0) }
        }
    }

    func set(_ range: Range<Int>, _ prefix: String, _ more: String...) async throws {
        try await run(
            range.map { bytes("SET", "\(prefix)\($0)", "x") + more.map { Array($0.utf8) } })
    }
}

/// What a progress closure has told, in order.
final class Told<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    var all: [Value] { values.withLock { $0 } }
    func add(_ value: Value) { values.withLock { $0.append(value) } }
}

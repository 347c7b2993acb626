import Invalidation
import Metrics
import RedisClient

/// PTTL and MEMORY USAGE of a plan's keys, in batches at the plan's pace, and what they add up to.
struct KeyMeasures {
    let own: OwnLookups?
    private var pttl: [Int64?] = []
    private var bytes: [UInt64?] = []
    private var knowsLife = true
    private var knowsBytes = true

    init(own: OwnLookups?) { self.own = own }

    mutating func ask(
        _ keys: KeyList, _ connection: RedisConnection, _ pacer: inout Pacer
    ) async throws(RedisError) {
        var asked = 0
        let nodes = RedisNodes.one(connection)
        try await pacer.begin(nodes, for: keys.count, deadline: .seconds(10))
        pacer.turn(to: "PTTL and MEMORY USAGE")
        while asked < keys.count {
            let began = ServerClock.monotonicSeconds()
            let batch = keys.batch(
                from: asked, upTo: pacer.pace.count(upTo: PlanSurvey.detailBatch),
                bytes: PlanSurvey.batchBytes)
            asked += batch.count
            let answers = try await SweepBatch.ask(
                batch, life: knowsLife, memory: knowsBytes, connection, own: own)
            // What is refused as a whole is not asked again.
            if answers.refused["PTTL"] != nil { knowsLife = false }
            if answers.refused["MEMORY USAGE"] != nil { knowsBytes = false }
            pttl += answers.pttl
            bytes += answers.bytes
            if asked < keys.count {
                try await pacer.rest(
                    after: batch.count, seconds: ServerClock.monotonicSeconds() - began,
                    nodes, deadline: .seconds(10))
            }
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
        }
    }

    /// Writes the figures into the radius.
    ///
    /// - Parameters:
    ///   - named: how many of the first keys the scope names: they may not be there, and are all
    ///     among those that were asked. The others were found by SCAN.
    ///   - total: keys of the whole list.
    func conclude(_ radius: inout BlastRadius, named: Int, of total: Int) {
        let asked = pttl.count
        let known = (0..<min(named, asked)).map { isMissing($0) }
        if !known.contains(where: { $0 == nil }) {
            let missing = known.count { $0 == true }
            radius.missingKeys = UInt64(missing)
            radius.keys = UInt64(total - missing)
        } else if named == 0 {
            radius.missingKeys = 0
            radius.keys = UInt64(total)
        }
        radius.estimated = asked < total
        if let keys = radius.keys { radius.bytes = keys == 0 ? 0 : bytes(standingFor: keys) }
        radius.life = life
    }

    /// Which of the first `named` keys do not exist.
    func absent(named: Int) -> Set<Int> {
        Set((0..<min(named, pttl.count)).filter { isMissing($0) == true })
    }

    /// nil: it is not known.
    private func isMissing(_ index: Int) -> Bool? {
        if let life = pttl[index] { return life == -2 }
        // Without PTTL a key that has no memory does not exist.
        return knowsBytes ? bytes[index] == nil : nil
    }

    /// The memory of `total` keys, extrapolated from those that were measured; nil: none was.
    func bytes(standingFor total: UInt64) -> UInt64? {
        guard let mean = meanBytes else { return nil }
        return UInt64(exactly: (mean * Double(total)).rounded())
    }

    /// nil: no key's memory is known.
    private var meanBytes: Double? {
        let sizes = bytes.compactMap(\.self)
        guard !sizes.isEmpty else { return nil }
        return sizes.reduce(0.0) { $0 + Double($1) } / Double(sizes.count)
    }

    private var life: BlastRadius.Life? {
        let lives = pttl.compactMap(\.self).filter { $0 != -2 }
        guard !lives.isEmpty else { return nil }
        let expiring = lives.filter { $0 >= 0 }.sorted()
        func quantile(_ q: Double) -> Double? {
            guard !expiring.isEmpty else { return nil }
            let rank = Int((q * Double(expiring.count)).rounded(.up))
            return Double(expiring[min(max(rank, 1), expiring.count) - 1]) / 1000
        }
        return BlastRadius.Life(
            sampled: UInt64(lives.count), p50Seconds: quantile(0.5), p90Seconds: quantile(0.9),
            longestSeconds: expiring.last.map { Double($0) / 1000 },
            withoutExpiry: UInt64(lives.count - expiring.count))
    }
}

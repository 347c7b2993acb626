extension History {
    /// The curve over a snapshot that has all else, or why there is none.
    func noteMemoryCurve(in snapshot: inout Snapshot) {
        guard let insight, !insight.isOff else { return }
        switch MemoryCurveMaking(snapshot, insight).result {
        case .success(let curve): snapshot.memoryCurve = curve
        case .failure(let absence):
            guard absence.isLack else { return }
            snapshot.unavailable.append(
                Unavailable(
                    what: "memoryCurve", why: absence.why,
                    state: absence.isForNow ? .notYet : .notTold))
        }
    }
}

/// Puts together what INFO, a sweep and the events say of memory.
struct MemoryCurveMaking {
    struct Absence: Error, Hashable {
        var why: String
        var isForNow = false
        /// False: there is nothing to know, or INFO is what lacks, which says so itself.
        var isLack = true
    }

    /// Of maxmemory.
    private static let factors = [0.25, 0.5, 1, 2, 4]
    /// A simulation that misses the measured rate by less is trusted: until a cache is full it evicts nothing,
    /// and that is in the rate since the start.
    private static let trusted = 0.02
    /// How far the copies that events explain may lie from those of the sweep.
    private static let likeness = 0.5...2.0

    private let snapshot: Snapshot
    private let insight: InsightReport

    init(_ snapshot: Snapshot, _ insight: InsightReport) {
        self.snapshot = snapshot
        self.insight = insight
    }

    var result: Result<MemoryCurve, Absence> {
        do throws(Absence) { return .success(try curve()) } catch { return .failure(error) }
    }

    private struct Limit {
        var bytes: Double
        var used: Double
        var policy: String
    }

    private struct Ground {
        var model: MemoryModel
        var limit: Limit
        var evicts: Bool
        /// Of the copies that are there, and of those that events explain for each of them.
        var copyBytes: Double
        var scale: Double
        /// Of the present size.
        var place: Double

        var otherBytes: Double { max(0, limit.used - copyBytes) }

        /// nil: smaller than what was simulated.
        func place(ofLimit bytes: Double) -> Double? {
            let room = (bytes - otherBytes) / scale
            return room > 0 ? model.place(ofBytes: room) : nil
        }
    }

    private func curve() throws(Absence) -> MemoryCurve {
        let ground = try ground()
        let lookups = Double(
            snapshot.resources.reduce(0) { saturatingSum($0, saturatingSum($1.hits, $1.misses)) })
        let perSecond = lookups / max(1, insight.observedSeconds)
        let residue = ground.model.difference(at: ground.place)
        let steps = Self.factors.map { factor -> MemoryCurve.Step in
            let bytes = ground.limit.bytes * factor
            var step = MemoryCurve.Step(
                factor: factor, maxBytes: UInt64(saturating: bytes), hitRate: nil, error: nil,
                originLoadsPerSecond: nil)
            let isNow = factor == 1
            guard let place = isNow ? ground.place : ground.place(ofLimit: bytes) else {
                return step
            }
            let gain = ground.model.difference(at: place) - residue
            let rate = min(1, max(0, ground.model.hitRate + gain))
            step.hitRate = rate
            step.error =
                place == ground.place ? 0 : min(1, ground.model.error(at: place) + abs(residue))
            step.originLoadsPerSecond = (1 - rate) * perSecond
            return step
        }
        return MemoryCurve(
            evictionPolicy: ground.limit.policy, evicts: ground.evicts,
            neededBytes: UInt64(
                saturating: ground.otherBytes + ground.model.wholeBytes * ground.scale),
            steps: steps, resources: shares(ground))
    }

    // MARK: What it stands on

    private func ground() throws(Absence) -> Ground {
        let limit = try limit()
        let parts = try parts()
        let model = MemoryModel(parts.map(\.part))
        let bytes = parts.reduce(0.0) { $0 + $1.bytes }
        let evicts =
            (snapshot.server.evictedPerSecond ?? 0) > 0 || !snapshot.recent(.evictions).isEmpty
        let likeness = model.wholeBytes > 0 ? bytes / model.wholeBytes : .infinity
        guard evicts ? likeness <= Self.likeness.upperBound : Self.likeness.contains(likeness)
        else {
            throw Absence(
                why:
                    "The sweep finds \(Format.bytes(UInt64(saturating: bytes))) of copies, and the "
                    + "events account for \(Format.bytes(UInt64(saturating: model.wholeBytes))): "
                    + "publish each fill, so that copies are known.")
        }
        // Where nothing is evicted all copies are there: what they take is what was measured.
        let scale = evicts ? max(1, likeness) : likeness
        guard let place = evicts ? model.place(ofBytes: bytes / scale) : 0 else {
            throw Absence(
                why: "Redis evicts copies within moments; a cache that small can't be simulated.")
        }
        let gap = model.difference(at: place)
        guard abs(gap) <= max(Self.trusted, model.error(at: place)) else {
            throw Absence(
                why: "By the simulation \(Format.percent(min(1, max(0, model.hitRate + gap)))) of "
                    + "look-ups would be hits, and it is \(Format.percent(model.hitRate)): copies live by "
                    + "another TTL, or go by something else than eviction.")
        }
        return Ground(
            model: model, limit: limit, evicts: evicts, copyBytes: bytes, scale: scale,
            place: place)
    }

    private func limit() throws(Absence) -> Limit {
        let memory = snapshot.memory
        guard let bytes = memory.maxBytes, let used = memory.usedBytes, let policy = memory.policy
        else {
            throw Absence(
                why: "INFO has not reported maxmemory and its policy yet.", isForNow: true,
                isLack: false)
        }
        guard bytes > 0 else {
            throw Absence(why: "Redis has no limit: maxmemory is 0.", isLack: false)
        }
        guard !snapshot.isCluster else {
            throw Absence(
                why: "In a cluster maxmemory is one node's, and the look-ups are all nodes'.")
        }
        switch policy {
        case "allkeys-lru", "volatile-lru": break
        case "noeviction":
            throw Absence(why: "By noeviction no copy is evicted: at the limit writes are refused.")
        default:
            throw Absence(
                why: "Sizes are simulated for the LRU policies; \(policy) evicts in another order.")
        }
        return Limit(bytes: Double(bytes), used: Double(used), policy: policy)
    }

    /// Of the resources that are looked up.
    private func parts() throws(Absence) -> [(part: MemoryModel.Part, bytes: Double)] {
        let longest = insight.keepSeconds.first ?? 0
        var parts: [(part: MemoryModel.Part, bytes: Double)] = []
        for (report, finding) in zip(snapshot.resources, insight.resources)
        where saturatingSum(report.hits, report.misses) > 0 {
            if let why = finding.why { throw Absence(why: why) }
            guard let sizes = finding.sizes, insight.observedSeconds >= longest else {
                throw Absence(
                    why: "Look-ups have to be read for \(Format.span(longest)), the longest TTL.",
                    isForNow: true)
            }
            guard let bytes = report.bytes, let keys = report.keys else {
                throw Absence(
                    why:
                        "The sizes of \(report.name) are not known: a sweep with MEMORY USAGE is needed.",
                    isForNow: true)
            }
            // Its copies came and went between two sweeps, or it is never filled.
            guard keys > 0 else { continue }
            parts.append(
                (.init(finding: sizes, size: Double(bytes) / Double(keys)), Double(bytes)))
        }
        guard !parts.isEmpty else {
            throw Absence(why: "No look-up of a key that is there was read so far.", isForNow: true)
        }
        return parts
    }

    // MARK: What each resource's bytes bring

    private func shares(_ ground: Ground) -> [MemoryCurve.Share] {
        let half = ground.place(ofLimit: ground.limit.bytes / 2)
        let double = ground.place(ofLimit: ground.limit.bytes * 2)
        return zip(snapshot.resources, insight.resources).compactMap { report, finding in
            guard let bytes = report.bytes, bytes > 0, let sizes = finding.sizes else { return nil }
            let residue = ground.model.difference(of: sizes, at: ground.place)
            func rate(_ place: Double?) -> Double? {
                place.map {
                    min(
                        1,
                        max(0, sizes.hitRate + ground.model.difference(of: sizes, at: $0) - residue)
                    )
                }
            }
            let window = report.windows.first { $0.seconds == 300 }
            let hits = window.flatMap { window in
                window.coveredSeconds.flatMap { Rate.perSecond(Double(window.hits), seconds: $0) }
            }
            return MemoryCurve.Share(
                resource: report.name, bytes: bytes,
                hitsPerSecondPerMiB: hits.map { $0 / (Double(bytes) / 1_048_576) },
                hitRate: sizes.hitRate, halfHitRate: rate(half), doubleHitRate: rate(double))
        }.sorted { ($0.hitsPerSecondPerMiB ?? -1) > ($1.hitsPerSecondPerMiB ?? -1) }
    }
}

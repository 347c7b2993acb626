/// Why look-ups missed: fed with the events that `EventTally` counts, in bounded memory.
///
/// It remembers a sample of lineages (`LineageTable`) over the whole run. It travels with the tally that is
/// being filled; what it has found goes out in an `InsightReport`. docs/insight.md describes the method.
package struct Insight: Sendable {
    /// Publishers batch for 50 ms: events of one moment are spread over so many milliseconds.
    static let lateness: Int64 = 100
    /// How long a load may take by contract, its SET included.
    static let loadDeadline: Int64 = 2000
    /// A miss that was not filled by then is not filled any more.
    static let fillDeadline: Int64 = 10_000

    private let terms: [LifeTerms]
    /// Whole keys of counters, and the resources whose copies they invalidate.
    private let counters: [(key: [UInt8], resources: [Int])]
    private var table: LineageTable
    private var losses: LossLog
    private var late = LateLosses()
    private var tallies: [MissCauseTally]
    private var hasFills = false
    /// From when on all events were read; nil before the first.
    private var readFrom: Int64?
    private var isWholeStream = false
    /// Before it, events may be missing.
    private var brokenAt = Int64.min

    /// - Parameter capacity: how many lineages are tracked at most.
    package init(policy: CachePolicy, capacity: Int = 65_536) {
        terms = policy.resources.map { LifeTerms($0) }
        counters = policy.counters.map { counter in
            (
                key: Array(policy.key(ofCounter: counter).utf8),
                resources: policy.resources.indices.filter {
                    policy.resources[$0].counter == counter
                }
            )
        }
        table = LineageTable(resources: terms.count, capacity: capacity)
        losses = LossLog(terms)
        tallies = Array(repeating: MissCauseTally(), count: terms.count)
    }

    package var report: InsightReport {
        InsightReport(
            resources: tallies.map { tally in
                InsightReport.Finding(
                    missCauses: tally.report,
                    why: tally.publishersWeight == 1
                        ? nil
                        : "The API publishes a sample of its look-ups (n = \(tally.publishersWeight)), so what "
                            + "happened to one key between two of them is not known.")
            })
    }

    // MARK: What was read

    /// - Parameter isWhole: the source is read from its very first event on.
    package mutating func beginReading(at moment: Timestamp, isWhole: Bool) {
        readFrom = moment.milliseconds
        isWholeStream = isWhole
    }

    /// Events before this moment were lost.
    package mutating func noteGap(before moment: Timestamp) {
        brokenAt = max(brokenAt, moment.milliseconds)
        isWholeStream = false
    }

    private func isCold(_ moment: Int64, _ terms: LifeTerms) -> Bool {
        if isWholeStream { return true }
        guard let readFrom else { return false }
        return moment &- max(readFrom, brokenAt) > terms.longest
    }

    // MARK: Look-ups

    /// One hit or miss of a resource's key.
    /// - Parameter moment: nil where it can't be known.
    mutating func lookUp(
        isHit: Bool, _ key: UnsafeBufferPointer<UInt8>, of resource: Int, at moment: Timestamp?,
        weight: UInt64, _ grammar: KeyGrammar
    ) {
        guard resource < tallies.count else { return }
        if weight > 1 { tallies[resource].noteWeight(weight) }
        if !isHit { tallies[resource].noteMiss(isTimed: moment != nil) }
        guard tallies[resource].publishersWeight == 1, let now = moment?.milliseconds else {
            return
        }
        if readFrom == nil { readFrom = now }
        let lineage = grammar.lineage(of: key, resource: resource)
        guard table.mayHold(lineage.hash, of: resource) else { return }
        if let position = table.position(of: lineage.hash) {
            if isHit {
                hit(position, lineage, of: resource, at: now)
            } else {
                miss(position, lineage, of: resource, at: now, isFirst: false) {
                    grammar.normalised(Array(key))
                }
            }
        } else if let position = table.insert(lineage.hash, of: resource) {
            if isHit {
                hit(position, lineage, of: resource, at: now)
            } else {
                miss(position, lineage, of: resource, at: now, isFirst: true) { [] }
            }
        }
    }

    private mutating func hit(
        _ position: Int, _ lineage: LineageKey, of resource: Int, at now: Int64
    ) {
        let settled = losses.settledEpoch(at: now)
        table[position].turn(to: lineage.generation)
        if losses.epoch > table[position].copy.aliveEpoch {
            losses.noteHit(of: table[position].copy, resource: resource, at: now)
        }
        table[position].lookUps &+= 1
        let recount = table[position].hit(at: now, settled: settled, terms[resource])
        if let recount { move(recount, at: position) }
    }

    private mutating func miss(
        _ position: Int, _ lineage: LineageKey, of resource: Int, at now: Int64, isFirst: Bool,
        key: () -> [UInt8]
    ) {
        table[position].turn(to: lineage.generation)
        table[position].lookUps &+= 1
        let weight = table.weight(at: position)
        let lost = losses.verdict(
            resource: resource, alive: table[position].copy.aliveEpoch, key: key)
        if !table[position].joins(at: now, lost: lost, weight: weight) {
            let cause: MissCause =
                isFirst
                ? isCold(now, terms[resource]) ? .cold : .unknown
                : table[position].cause(
                    at: now, lost: lost, terms[resource], brokenAt: brokenAt)
            table[position].begin(
                cause, at: now, weight: weight, isFill: !hasFills, epoch: losses.epoch)
            if cause == .early {
                late.append(
                    .init(hash: lineage.hash, resource: resource, at: now, key: key()))
            }
        }
        tallies[resource].add(
            table[position].run.countedAs, hash: lineage.hash, weight: weight)
    }

    private mutating func move(_ recount: Recount, at position: Int) {
        tallies[Int(table[position].resource)].move(
            recount, hash: table[position].hash, lineageWeight: table.weight(at: position))
    }

    // MARK: Fills and losses

    mutating func fill(
        _ key: UnsafeBufferPointer<UInt8>, at moment: Timestamp?, weight: UInt64,
        _ grammar: KeyGrammar
    ) {
        guard case .resource(let resource) = grammar.classifyEvent(key), resource < tallies.count
        else { return }
        if !hasFills { beginFills() }
        if weight > 1 { tallies[resource].noteWeight(weight) }
        guard tallies[resource].publishersWeight == 1, let now = moment?.milliseconds else {
            return
        }
        if readFrom == nil { readFrom = now }
        let lineage = grammar.lineage(of: key, resource: resource)
        guard table.mayHold(lineage.hash, of: resource),
            let position = table.position(of: lineage.hash)
                ?? table.insert(lineage.hash, of: resource)
        else { return }
        table[position].turn(to: lineage.generation)
        let recount = table[position].fill(at: now, epoch: losses.epoch)
        if let recount { move(recount, at: position) }
    }

    /// Until now each miss was taken for a fill.
    private mutating func beginFills() {
        hasFills = true
        for position in table.lineages.indices {
            if let recount = table[position].reopen() { move(recount, at: position) }
        }
    }

    /// A purge by key or pattern, or a bump.
    mutating func invalidate(
        _ outcome: Outcome, _ key: UnsafeBufferPointer<UInt8>, at moment: Timestamp,
        _ grammar: KeyGrammar
    ) {
        let now = moment.milliseconds
        switch outcome {
        case .purge: purge(key, at: now, grammar)
        case .purgeGlob:
            let glob = grammar.normalised(glob: Array(key))
            explain(at: now) { Glob.matches(glob, $0.key) }
            losses.purge(glob, at: now)
        case .bump:
            let whole = grammar.normalised(Array(key))
            for counter in counters where counter.key == whole {
                explain(at: now) { counter.resources.contains($0.resource) }
                for resource in counter.resources { losses.bump(resource, at: now) }
            }
        case .hit, .miss, .fill: break
        }
    }

    private mutating func purge(
        _ key: UnsafeBufferPointer<UInt8>, at now: Int64, _ grammar: KeyGrammar
    ) {
        guard case .resource(let resource) = grammar.classifyEvent(key), resource < tallies.count
        else { return }
        let lineage = grammar.lineage(of: key, resource: resource)
        guard table.mayHold(lineage.hash, of: resource),
            let position = table.position(of: lineage.hash),
            let recount = table[position].purge(lineage.generation, at: now)
        else { return }
        move(recount, at: position)
    }

    /// Misses of the last 100 ms that this invalidation explains.
    private mutating func explain(at now: Int64, where isMeant: (LateLosses.Miss) -> Bool) {
        for miss in late.taken(at: now, where: isMeant) {
            guard let position = table.position(of: miss.hash),
                table[position].run.first == miss.at, table[position].isExplained(at: now)
            else { continue }
            move(table[position].explain(), at: position)
        }
    }
}

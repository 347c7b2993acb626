/// Why look-ups missed and what other TTLs would bring: fed with the events that `EventTally` counts, in
/// bounded memory.
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

    let terms: [LifeTerms]
    /// Whole keys of counters, and the resources whose copies they invalidate.
    let counters: [(key: [UInt8], resources: [Int])]
    var table: LineageTable
    var losses: LossLog
    var late = LateLosses()
    var tallies: [MissCauseTally]
    var simulations: [TTLSimulation]
    var live: LiveCopies
    var stampedes: StampedeLog
    var hot: HotKeyCounter
    /// Of the resources that have a counter.
    var generations: [GenerationLookups?]
    /// In the order of the counters.
    var bumps: [BumpTimes]
    var censuses: [ReadCensus]
    var hotFindings: [HotKeyFinding] = []
    var hotMergedAt: Timestamp?
    var hasFills = false
    /// From when on all events were read; nil before the first.
    private var readFrom: Int64?
    private var isWholeStream = false
    /// Before it, events may be missing.
    private var brokenAt = Int64.min
    /// The first and the newest event.
    private var origin: Int64?
    private(set) var newest = Int64.min

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
        simulations = policy.resources.map { TTLSimulation($0) }
        live = LiveCopies(resources: terms.count)
        stampedes = StampedeLog(resources: terms.count)
        hot = HotKeyCounter(slots: terms.count + 1)
        generations = policy.resources.map { $0.counter == nil ? nil : GenerationLookups() }
        bumps = Array(repeating: BumpTimes(), count: counters.count)
        censuses = Array(repeating: ReadCensus(), count: terms.count)
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
        let tick = tick(moment.milliseconds)
        for resource in simulations.indices { simulations[resource].restart(at: tick) }
    }

    /// Seconds that the simulations have seen.
    var observed: Double {
        guard let origin else { return 0 }
        return max(0, Double(newest &- max(origin, brokenAt)) / 1000)
    }

    private func isCold(_ moment: Int64, _ terms: LifeTerms) -> Bool {
        if isWholeStream { return true }
        guard let readFrom else { return false }
        return moment &- max(readFrom, brokenAt) > terms.longest
    }

    /// Of the simulations, whose first is 1.
    @inline(__always)
    func tick(_ moment: Int64) -> UInt32 {
        guard let origin, moment > origin else { return 1 }
        return UInt32(truncatingIfNeeded: min((moment &- origin) / TTLSteps.tick, 1 << 31) + 1)
    }

    @inline(__always)
    mutating func note(at moment: Int64) {
        if moment > newest { newest = moment }
        if origin == nil { begin(at: moment) }
    }

    private mutating func begin(at moment: Int64) {
        origin = moment
        readFrom = readFrom ?? moment
        guard isWholeStream else { return }
        for resource in simulations.indices { simulations[resource].countFromNow() }
    }

    // MARK: Look-ups

    /// One hit or miss.
    /// - Parameters:
    ///   - slot: a resource's place, or the one behind them.
    ///   - moment: nil where it can't be known.
    mutating func lookUp(
        isHit: Bool, _ key: UnsafeBufferPointer<UInt8>, of slot: Int, at moment: Timestamp?,
        weight: UInt64, _ grammar: KeyGrammar
    ) {
        if hot.takesNext() { noteHot(isHit: isHit, key, of: slot, at: moment, weight, grammar) }
        let resource = slot
        guard resource < tallies.count else { return }
        if weight > 1 { tallies[resource].noteWeight(weight) }
        tallies[resource].note(isHit: isHit, isTimed: moment != nil)
        guard !tallies[resource].isOfASample, let now = moment?.milliseconds else {
            return
        }
        note(at: now)
        let lineage = grammar.lineage(of: key, resource: resource)
        generations[resource]?.add(lineage.generation, at: now)
        guard table.mayHold(lineage.hash, of: resource) else { return }
        let known = table.position(of: lineage.hash)
        guard let position = known ?? table.insert(lineage.hash, of: resource) else { return }
        if isHit {
            hit(position, lineage, of: resource, at: now)
        } else {
            miss(
                position, lineage, key, of: resource, at: now, isFirst: known == nil, grammar)
        }
    }

    @inline(__always)
    private mutating func hit(
        _ position: Int, _ lineage: LineageKey, of resource: Int, at now: Int64
    ) {
        let tick = tick(now)
        let weight = table.weight(at: position)
        var found = SimulatedCopies.all
        if !table[position].takesPlainHit(
            lineage.generation, at: now, epoch: losses.epoch, tick: tick, terms[resource])
        {
            found = telling(position, lineage, of: resource, at: now)
        }
        simulations[resource].add(
            isHit: true, found: found, at: tick,
            row: GroupedSums.row(hash: lineage.hash, weight: weight), weight: weight)
        noteAges(position, found, of: resource, at: tick, weight: weight)
    }

    /// A hit that says something of the copy.
    private mutating func telling(
        _ position: Int, _ lineage: LineageKey, of resource: Int, at now: Int64
    ) -> SimulatedCopies.Found {
        let settled = losses.settledEpoch(at: now)
        table[position].turn(to: lineage.generation)
        if losses.epoch > table[position].copy.aliveEpoch {
            losses.noteHit(of: table[position].copy, resource: resource, at: now)
        }
        let found = table[position].simulateHit(at: tick(now), simulations[resource].steps)
        if let recount = table[position].hit(at: now, settled: settled, terms[resource]) {
            move(recount, at: position)
        }
        return found
    }

    private mutating func miss(
        _ position: Int, _ lineage: LineageKey, _ key: UnsafeBufferPointer<UInt8>,
        of resource: Int, at now: Int64, isFirst: Bool, _ grammar: KeyGrammar
    ) {
        table[position].turn(to: lineage.generation)
        table[position].lookUps &+= 1
        let weight = table.weight(at: position)
        let lost = losses.verdict(
            key, of: resource, alive: table[position].copy.aliveEpoch, grammar)
        var (joined, isLost) = (UInt32?.none, false)
        if table[position].joins(at: now, lost: lost, weight: weight) {
            let run = table[position].run
            joined = tick(run.state == .closed ? table[position].copy.since : run.first)
        } else {
            let cause: MissCause =
                isFirst
                ? isCold(now, terms[resource]) ? .cold : .unknown
                : table[position].cause(
                    at: now, lost: lost, terms[resource], brokenAt: brokenAt)
            isLost = table[position].hasLost(cause, lost)
            table[position].begin(
                cause, at: now, weight: weight, isFill: !hasFills, epoch: losses.epoch)
            if cause == .early {
                late.append(
                    .init(
                        hash: lineage.hash, resource: resource, at: now,
                        key: grammar.normalised(Array(key))))
            }
        }
        tallies[resource].add(
            table[position].run.countedAs, hash: lineage.hash, weight: weight)
        let tick = tick(now)
        let found = table[position].simulated.miss(
            at: tick, isLost: isLost, joined: joined, isFill: !hasFills,
            simulations[resource].steps, hash: lineage.hash)
        simulations[resource].add(
            isHit: false, found: found, at: tick,
            row: GroupedSums.row(hash: lineage.hash, weight: weight), weight: weight)
        noteAges(position, found, of: resource, at: tick, weight: weight)
    }

    /// Of every eighth look-up of a lineage, which one by its hash.
    @inline(__always)
    private mutating func noteAges(
        _ position: Int, _ found: SimulatedCopies.Found, of resource: Int, at tick: UInt32,
        weight: Double
    ) {
        let hash = table[position].hash
        guard (UInt64(table[position].lookUps) &+ (hash >> 20)) & 7 == 0 else { return }
        simulations[resource].noteAges(
            of: table[position].simulated, found: found, at: tick, weight: weight, hash: hash)
    }

    mutating func move(_ recount: Recount, at position: Int) {
        tallies[Int(table[position].resource)].move(
            recount, hash: table[position].hash, lineageWeight: table.weight(at: position))
    }
}

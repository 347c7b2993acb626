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
    /// Caches of other sizes, and which lineages they are simulated with.
    var sizes: [TTLSimulation]
    let keepSeconds: [Double]
    var sizedShare = SizedShare()
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
    private(set) var brokenAt = Int64.min
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
        let keeps = Self.keepSeconds(of: policy)
        keepSeconds = keeps
        sizes = policy.resources.map { TTLSimulation($0, keepSeconds: keeps) }
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
        for resource in simulations.indices {
            simulations[resource].restart(at: tick)
            sizes[resource].restart(at: tick)
        }
    }

    /// Seconds that the simulations have seen.
    var observed: Double {
        guard let origin else { return 0 }
        return max(0, Double(newest &- max(origin, brokenAt)) / 1000)
    }

    func isCold(_ moment: Int64, _ terms: LifeTerms) -> Bool {
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
        for resource in simulations.indices {
            simulations[resource].countFromNow()
            sizes[resource].countFromNow()
        }
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

    mutating func move(_ recount: Recount, at position: Int) {
        tallies[Int(table[position].resource)].move(
            recount, hash: table[position].hash, lineageWeight: table.weight(at: position))
    }
}

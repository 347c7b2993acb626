/// What is remembered of one lineage: the copies of its two newest generations, and the misses that are
/// being decided.
struct Lineage: Sendable {
    let hash: UInt64
    let resource: Int32
    /// Kept however small the sample becomes, with the weight that it had then; 0: not pinned.
    var pinnedWeight: Float = 0
    var lookUps: UInt32 = 0
    /// Of the generation that was asked for last.
    var copy = Copy()
    /// Of the one before.
    var other = Copy()
    var run = MissRun()
    /// In caches with other TTLs.
    var simulated = SimulatedCopies()
    /// In caches of other sizes.
    var sized = SimulatedCopies()
    /// The tick of the last look-up or fill.
    var lastAt: UInt32 = 0

    init(hash: UInt64, resource: Int) {
        self.hash = hash
        self.resource = Int32(truncatingIfNeeded: resource)
    }

    /// Makes `copy` that of a generation.
    @inline(__always)
    mutating func turn(to generation: Int64) {
        guard copy.generation != generation else { return }
        turnAway(to: generation)
    }

    private mutating func turnAway(to generation: Int64) {
        if other.generation == generation {
            swap(&copy, &other)
        } else {
            if copy.state != .absent { other = copy }
            copy = Copy()
            copy.generation = generation
        }
    }

    /// A hit that says nothing new: the copy is there, as it was, and so it is in every simulated cache.
    /// Nearly all are such.
    @inline(__always)
    mutating func takesPlainHit(
        _ generation: Int64, at moment: Int64, epoch: UInt32, tick: UInt32, _ terms: LifeTerms
    ) -> Bool {
        guard copy.generation == generation, copy.aliveEpoch == epoch, tick < simulated.firstEnd,
            copy.state == .seen
                || copy.state == .filled && moment &- copy.since < terms.longest,
            !copy.isPurged, run.state == .closed || run.state == .none
        else { return false }
        lookUps &+= 1
        copy.isRead = true
        return true
    }

    /// A hit of the turned-to copy. It shows that a run which still waited was filled.
    mutating func hit(at moment: Int64, settled: UInt32, _ terms: LifeTerms) -> Recount? {
        lookUps &+= 1
        var recount: Recount?
        if run.state == .open || run.state == .assumed, run.generation == copy.generation {
            if run.state == .open {
                recount = Recount(from: .unknown, to: run.cause, weight: run.weight)
                copy.fill(at: run.last, epoch: copy.aliveEpoch)
            }
            run.state = .closed
        }
        copy.prove(at: moment, settled: settled, terms)
        return recount
    }

    /// The same in the simulated caches, before it is noted as a hit.
    @inline(__always)
    mutating func simulateHit(at tick: UInt32, _ steps: TTLSteps) -> SimulatedCopies.Found {
        if !simulated.isKnown {
            simulated.begin(at: tick, steps, hash: hash)
        } else if copy.state == .absent, run.state != .open, run.state != .assumed {
            // Of a generation that was not looked up before.
            simulated.fill(at: tick, isAwaited: false, steps, hash: hash)
        }
        return simulated.hit(at: tick, steps, hash: hash)
    }

    /// A plain hit in the caches of other sizes: nearly all are of copies that all of them have.
    @inline(__always)
    mutating func sizedPlainHit(at tick: UInt32, _ steps: TTLSteps) -> SimulatedCopies.Found {
        guard tick &- lastAt > steps.leastKeep || tick >= sized.firstEnd else {
            lastAt = tick
            return SimulatedCopies.all
        }
        return sizedHit(at: tick, steps)
    }

    /// Any hit in them, before it is noted as a hit.
    mutating func sizedHit(at tick: UInt32, _ steps: TTLSteps) -> SimulatedCopies.Found {
        defer { lastAt = tick }
        if !sized.isKnown {
            sized.begin(at: tick, steps, hash: hash)
        } else if copy.state == .absent, run.state != .open, run.state != .assumed {
            // Of a generation that was not looked up before.
            sized.fill(at: tick, isAwaited: false, steps, hash: hash)
        } else {
            sized.evict(idle: tick &- lastAt, at: tick, steps)
        }
        return sized.hit(at: tick, steps, hash: hash)
    }

    /// Why the turned-to copy is missing.
    /// - Parameter brokenAt: before it, events may be missing.
    func cause(
        at moment: Int64, lost: LossLog.Verdict, _ terms: LifeTerms, brokenAt: Int64
    ) -> MissCause {
        switch copy.state {
        case .filled:
            if copy.hasExpired(at: moment, terms) { return .expired }
            if copy.isPurged || lost == .yes { return .invalidated }
            if lost == .unknown || copy.since < brokenAt { return .unknown }
            // The request had joined the load that this fill has ended.
            if run.state == .closed, run.generation == copy.generation,
                moment &- copy.since <= Insight.lateness
            {
                return run.cause
            }
            return .early
        case .seen: return copy.hasExpired(at: moment, terms) ? .expired : .unknown
        case .absent: break
        }
        switch other.state {
        case .filled: return other.hasExpired(at: moment, terms) ? .expired : .invalidated
        case .seen: return other.hasExpired(at: moment, terms) ? .expired : .unknown
        case .absent: return .unknown
        }
    }

    /// A miss that shares the cause of those before it. False: it begins a run of its own.
    mutating func joins(at moment: Int64, lost: LossLog.Verdict, weight: Double) -> Bool {
        guard run.generation == copy.generation else { return false }
        switch run.state {
        case .open: guard moment &- run.last <= Insight.fillDeadline else { return false }
        case .assumed:
            guard moment &- run.first <= Insight.loadDeadline, !copy.isPurged, lost != .yes else {
                return false
            }
        case .closed:
            guard copy.state == .filled, moment &- copy.since <= Insight.lateness,
                !copy.isPurged, lost != .yes
            else { return false }
        case .none: return false
        }
        // What comes after the fill had joined its load.
        if run.state != .closed { run.count &+= 1 }
        run.last = moment
        run.weight += weight
        return true
    }

    /// - Parameter isFill: the source has no fills, so that a miss is one.
    mutating func begin(
        _ cause: MissCause, at moment: Int64, weight: Double, isFill: Bool, epoch: UInt32
    ) {
        run = MissRun(
            generation: copy.generation, first: moment, last: moment, weight: weight,
            state: isFill ? .assumed : .open, cause: cause)
        if isFill {
            copy.fill(at: moment, epoch: epoch)
        } else {
            copy.state = .absent
            copy.isPurged = false
        }
    }

    /// Whether what was cached before is gone, whatever its TTL.
    func hasLost(_ cause: MissCause, _ lost: LossLog.Verdict) -> Bool {
        copy.isPurged || lost == .yes || cause == .early || cause == .invalidated
            || (copy.state == .absent && other.state != .absent)
    }

    /// Whether a fill of the turned-to copy follows a miss.
    func awaitsFill(at moment: Int64) -> Bool {
        run.generation == copy.generation && run.state != .none
            && moment &- run.last
                <= (run.state == .open ? Insight.fillDeadline : Insight.loadDeadline)
    }

    /// A fill of the turned-to copy.
    mutating func fill(at moment: Int64, epoch: UInt32) -> Recount? {
        copy.fill(at: moment, epoch: epoch)
        guard run.state == .open, run.generation == copy.generation,
            moment &- run.last <= Insight.fillDeadline
        else { return nil }
        run.state = .closed
        return Recount(from: .unknown, to: run.cause, weight: run.weight)
    }

    /// The source has fills after all: what was taken for one was none.
    mutating func reopen() -> Recount? {
        guard run.state == .assumed else { return nil }
        run.state = .open
        if copy.generation == run.generation { copy.state = .absent }
        simulated.lose()
        sized.lose()
        return Recount(from: run.cause, to: .unknown, weight: run.weight)
    }

    /// A purge of one generation's key.
    mutating func purge(_ generation: Int64, at moment: Int64) -> Recount? {
        let isLate = run.generation == generation && isExplained(at: moment)
        let recount = isLate ? explain() : nil
        mark(&copy, generation, at: moment, unlessFilledAfterRun: isLate)
        mark(&other, generation, at: moment, unlessFilledAfterRun: isLate)
        return recount
    }

    private func mark(
        _ copy: inout Copy, _ generation: Int64, at moment: Int64, unlessFilledAfterRun isLate: Bool
    ) {
        guard copy.state != .absent, copy.generation == generation,
            !(isLate && copy.since >= run.first)
        else { return }
        copy.isPurged = true
        copy.purgedAt = moment
    }

    /// Whether an invalidation that is announced now can be why the run's copy was gone.
    func isExplained(at moment: Int64) -> Bool {
        run.state != .none && run.cause == .early && moment &- run.first <= Insight.lateness
            && moment >= run.first
    }

    /// The run was early only as long as the invalidation was not announced.
    mutating func explain() -> Recount {
        let before = run.countedAs
        run.cause = .invalidated
        return Recount(from: before, to: run.countedAs, weight: run.weight)
    }
}

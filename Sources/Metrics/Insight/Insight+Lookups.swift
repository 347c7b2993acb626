// What a look-up of a tracked lineage says, and what it would have met in the simulated caches.

extension Insight {
    @inline(__always)
    mutating func hit(
        _ position: Int, _ lineage: LineageKey, of resource: Int, at now: Int64
    ) {
        let tick = tick(now)
        let weight = table.weight(at: position)
        var found = SimulatedCopies.all
        if table[position].takesPlainHit(
            lineage.generation, at: now, epoch: losses.epoch, tick: tick, terms[resource])
        {
            noteSizedPlainHit(position, of: resource, at: tick, weight: weight)
        } else {
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
        noteSizedHit(position, of: resource, at: tick(now))
        let found = table[position].simulateHit(at: tick(now), simulations[resource].steps)
        if let recount = table[position].hit(at: now, settled: settled, terms[resource]) {
            move(recount, at: position)
        }
        return found
    }

    mutating func miss(
        _ position: Int, _ lineage: LineageKey, _ key: UnsafeBufferPointer<UInt8>,
        of resource: Int, at now: Int64, isFirst: Bool, _ grammar: KeyGrammar
    ) {
        table[position].turn(to: lineage.generation)
        table[position].lookUps &+= 1
        let weight = table.weight(at: position)
        let lost = losses.verdict(
            key, of: resource, alive: table[position].copy.aliveEpoch, grammar)
        var (joined, isLost, isTaken) = (UInt32?.none, false, false)
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
            // A copy that is gone early was evicted, as far as sizes are concerned.
            isTaken = table[position].hasLost(cause == .early ? .unknown : cause, lost)
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
        noteSizedMiss(position, of: resource, at: tick, isLost: isTaken, joined: joined)
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
}

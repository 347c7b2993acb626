// What fills copies and what takes them away.

extension Insight {
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
        note(at: now)
        let lineage = grammar.lineage(of: key, resource: resource)
        guard table.mayHold(lineage.hash, of: resource),
            let position = table.position(of: lineage.hash)
                ?? table.insert(lineage.hash, of: resource)
        else { return }
        table[position].turn(to: lineage.generation)
        let isAwaited = table[position].awaitsFill(at: now)
        table[position].simulated.fill(
            at: tick(now), isAwaited: isAwaited, simulations[resource].steps, hash: lineage.hash)
        noteSizedFill(position, of: resource, at: tick(now), isAwaited: isAwaited)
        let run = table[position].run
        if let recount = table[position].fill(at: now, epoch: losses.epoch) {
            move(recount, at: position)
            stampedes.note(
                run, of: key, resource: resource, filledAt: now,
                weight: table.weight(at: position))
        }
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
            for (index, counter) in counters.enumerated() where counter.key == whole {
                bumps[index].add(moment)
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

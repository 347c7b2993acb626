import Metrics
import RedisClient

// What the keys of a plan weigh and are worth. A figure that is refused stays unknown.

extension PlanSurvey {
    /// Life and memory, of all keys or of an even sample; a key that is named may not be there.
    mutating func measure(
        named: Int, _ connection: RedisConnection
    ) async throws(Stop) {
        guard found.count > 0 else {
            if plan.unlinks { (radius.keys, radius.bytes, radius.missingKeys) = (0, 0, 0) }
            return
        }
        // What the scope names is always asked, a thousand at most.
        var keys = KeyList(found.list.prefix(named))
        let sample = found.list.sample(
            max(0, Self.sampled - (found.count <= Self.sampled ? named : 0)), from: named,
            bytes: Self.sampledBytes)
        for key in sample { keys.append(key) }
        var measures = KeyMeasures(own: own)
        do { try await measures.ask(keys, connection, &pacer) } catch { throw .redis(error) }
        measures.conclude(&radius, named: named, of: found.count)
        absent = measures.absent(named: named)
    }

    mutating func narrowEdge() {
        guard scope.kind == .pattern else { return }
        var slots: Set<Int> = []
        for key in found.list {
            if case .resource(let index) = grammar.classify(key) { slots.insert(index) }
            if slots.count == policy.resources.count { break }
        }
        radius.edge = slots.sorted().map { .init(policy.resources[$0]) }
        radius.alsoIn = policy.alsoIn(ofResources: slots.sorted())
    }

    mutating func readHits(_ connection: RedisConnection) async throws(Stop) {
        if let rates = context?.hitsPerSecond, scope.isWholeResources {
            let sum = policy.resources(affectedBy: scope)
                .compactMap { rates[policy.resources[$0].name] }.reduce(0, +)
            radius.hits = .init(perSecond: sum, basis: .tallies, seconds: context?.hitSeconds)
            return
        }
        guard let name = eventKey else { return }
        do {
            // Under the one name there is no stream, under the other there may be.
            for stream in policy.streamKeys(name) where radius.hits.perSecond == nil {
                var reader = RecentHits(
                    key: Array(stream.utf8), own: own, grammar: grammar,
                    isMeant: matcher())
                radius.hits = try await reader.read(connection, &pacer, now: clock.now)
            }
        } catch {
            throw .redis(error)
        }
    }

    /// Whose hits will be misses: the keys of the list, and what the bump reaches. Through the API,
    /// which has no list, what the same scope names on Redis.
    private func matcher() -> @Sendable (UnsafeBufferPointer<UInt8>) -> Bool {
        let grammar = grammar
        let values = Dictionary(
            radius.generations.map { ($0.resource, $0.value ?? 1) }, uniquingKeysWith: { a, _ in a }
        )
        let raised = policy.resources.map { values[$0.name] }
        var keys = found
        var selectors: [KeySelector] = []
        if plan.way == .api,
            let direct = try? InvalidationPlan.redis(scope, grammar: grammar, endpoint: ""),
            case .redis(let steps) = direct.work
        {
            for case .unlink(let named) in steps { for key in named { keys.insert(key) } }
            for case .unlinkMatching(let selector) in steps { selectors.append(selector) }
        }
        let (named, searched) = (keys, selectors)
        let coversAll = plan.way == .api && scope.kind == .global
        return { key in
            if named.contains(key) || searched.contains(where: { $0.selects(key, grammar) }) {
                return true
            }
            guard case .resource(let index) = grammar.classify(key) else { return false }
            if coversAll { return true }
            guard let dying = raised[index], let generation = grammar.generation(key, of: index)
            else {
                return false
            }
            return generation <= dying
        }
    }

    mutating func readRecent(_ connection: RedisConnection) async throws(Stop) {
        guard context == nil else { return }
        var tail = AuditTail(since: 600)
        do {
            let records = try await OwnLookups.counted(in: own) {
                own throws(RedisError) in
                try await tail.read(connection, own: own, now: clock.now)
            }
            guard tail.problem == nil else { return }
            radius.recent = InvalidationRecord.latest(of: records).compactMap {
                $0.recent(for: scope, by: grammar)
            }.sorted { $0.at > $1.at }
        } catch {
            throw .redis(error)
        }
    }
}

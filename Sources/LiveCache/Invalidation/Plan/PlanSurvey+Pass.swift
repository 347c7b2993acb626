import Metrics
import RedisClient

// One pass of SCAN finds the keys, counts what a bump leaves dead, and freezes the list.

extension PlanSurvey {
    /// What only counts may be refused, and is cut off after some seconds; the keys that go are all found.
    mutating func pass(
        _ steps: [InvalidationPlan.Step], _ connection: RedisConnection
    ) async throws(Stop) {
        var selectors: [KeySelector] = []
        for case .unlinkMatching(let selector) in steps { selectors.append(selector) }
        var pass = PlanPass(
            scope: scope, grammar: grammar, guards: guards, selectors: selectors, found: found,
            generations: try await generationCount(connection))
        guard pass.isNeeded else { return }
        // Taken out, so that it is not copied when it grows.
        found = FoundKeys()
        defer { found = pass.found }
        var stop: Stop?
        do throws(RedisError) {
            stop = try await scan(for: &pass, connection)
        } catch {
            guard selectors.isEmpty, error.isServerReply else { throw .redis(error) }
            pass.generations?.isRefused = true
        }
        if let stop { throw stop }
        if let count = pass.generations { try await conclude(count, connection) }
    }

    /// - Returns: why the plan must not be; nil: the pass is over.
    private mutating func scan(
        for pass: inout PlanPass, _ connection: RedisConnection
    ) async throws(RedisError) -> Stop? {
        var scan = KeyScan(glob: pass.sieve)
        var stop: Stop?
        var throttle = Throttle()
        let (of, report, clock) = (databaseKeys, progress, clock)
        let (finds, began) = (!pass.selectors.isEmpty, ServerClock.monotonicSeconds())
        let isWhole = try await scan.run(connection, &pacer) { keys, looked in
            do throws(Stop) { try pass.take(keys, at: clock.now) } catch {
                stop = error
                return false
            }
            let now = ServerClock.monotonicSeconds()
            if finds, throttle.isDue(now) {
                report(PlanProgress(looked: looked, of: of, found: UInt64(pass.found.count)))
            }
            return finds || now - began < Self.countSeconds
        }
        pass.generations?.end(
            isWhole: isWhole, looked: scan.looked, of: of,
            seconds: ServerClock.monotonicSeconds() - began, at: clock.now)
        if finds, stop == nil {
            let looked = max(of ?? scan.looked, 1)
            report(PlanProgress(looked: looked, of: of, found: UInt64(pass.found.count)))
        }
        return stop
    }

    /// nil: no counter is raised, or a dashboard's survey knows what that leaves dead.
    private mutating func generationCount(
        _ connection: RedisConnection
    ) async throws(Stop) -> GenerationCount? {
        let raised = policy.countersRaised(by: scope)
        guard !raised.isEmpty else { return nil }
        if let known = context?.generations, known.allSatisfy({ $0.sweptAt != nil }) {
            radius.generations = known
            return nil
        }
        let keys = raised.map { policy.key(ofCounter: $0) }
        var values: [String: Int64] = [:]
        do throws(RedisError) {
            let found = try await CounterValues(own: own).read(
                keys.map { Array($0.utf8) }, connection)
            for (key, value) in zip(keys, found) { values[key] = value }
        } catch {
            if !error.isServerReply { throw .redis(error) }
        }
        return GenerationCount(grammar: grammar, raised: raised, values: values, at: clock.now)
    }

    private mutating func conclude(
        _ count: GenerationCount, _ connection: RedisConnection
    ) async throws(Stop) {
        radius.generations = []
        for slot in count.slots {
            var generation = count.generation(of: slot, uncoveredGo: scope.kind == .global)
            if let keys = generation.keys {
                do throws(RedisError) {
                    generation.bytes = try await bytes(
                        count.dying[slot], standingFor: keys, connection)
                } catch {
                    throw .redis(error)
                }
            }
            radius.generations.append(generation)
        }
    }

    private mutating func bytes(
        _ keys: [[UInt8]], standingFor total: UInt64, _ connection: RedisConnection
    ) async throws(RedisError) -> UInt64? {
        if total == 0 { return 0 }
        var measures = KeyMeasures(own: own)
        try await measures.ask(KeyList(keys), connection, &pacer)
        return measures.bytes(standingFor: total)
    }
}

extension History {
    /// - Parameters:
    ///   - moment: the server's clock; windows end here, rounded down to 100 ms so that they are
    ///     exact (`takenAt` says where they ended).
    ///   - topKeyLimit: how many of the keys with the most misses to name, in all and of each window.
    ///   - isFinal: no more will be observed: rules that wait for more to judge by wait no longer.
    package func snapshot(
        at moment: Timestamp, endpoint: String, intervalSeconds: Double, topKeyLimit: Int = 20,
        isFinal: Bool = false
    ) -> Snapshot {
        let bucket = moment.milliseconds / TimeBuckets.width
        let now = Timestamp(milliseconds: bucket * TimeBuckets.width)
        var snapshot = Snapshot(
            takenAt: now, endpoint: endpoint,
            intervalSeconds: intervalSeconds.isFinite ? intervalSeconds : 0,
            source: status.source)
        snapshot.server = serverReport()
        snapshot.memory = memoryReport()
        snapshot.total = totalReport(endingAt: bucket)
        snapshot.resources = policy.resources.indices.map {
            resourceReport($0, endingAt: bucket, now: now)
        }
        snapshot.unclassified = unclassifiedReport(endingAt: bucket)
        noteMemoryShares(in: &snapshot)
        snapshot.versions = counters.map {
            Snapshot.Version(
                name: $0.name, key: $0.key, value: $0.value, changedAt: $0.changedAt,
                changesPerHour: $0.changesPerHour(at: now))
        }
        snapshot.listeners = listenerReports
        snapshot.topKeys = topKeyReport(limit: topKeyLimit, at: now)
        noteInsight(in: &snapshot)
        snapshot.events = eventsReport()
        snapshot.invalidations = invalidations(at: now)
        snapshot.timeline = timeline(of: snapshot.invalidations)
        snapshot.inspected = inspectedReport(over: snapshot)
        snapshot.unavailable = unavailable
        noteMemoryCurve(in: &snapshot)
        snapshot.alerts = alerts(over: snapshot, isFinal: isFinal)
        snapshot.endedAlerts = alertBoard.ended
        snapshot.alertSettings = alertSettings.listed
        if isFinal { snapshot.timeline += Self.entries(of: snapshot.alerts, at: now) }
        if !snapshot.isUnderstood {
            snapshot.events.example = snapshot.events.example ?? understanding.otherExample
        }
        snapshot.findings = Diagnosis.findings(of: snapshot)
        return snapshot
    }

    /// More than any server does in a second, and than any of its memory can be fragmented.
    private static let mostOperations = 1e9
    private static let mostFragmentation = 1e6

    private func serverReport() -> Snapshot.Server {
        var report = Snapshot.Server()
        report.windows = Window.lengths.map {
            Snapshot.ServerWindow(seconds: $0, hitRate: server.hitRate(seconds: $0))
        }
        guard let info = server.latest else { return report }
        report.version = info.version
        // A serverless service calls its mode standalone and says cluster_enabled.
        report.mode = info.isCluster == true ? "cluster" : info.mode
        report.role = info.role
        report.replicas = info.count("connected_slaves")
        report.uptimeSeconds = info.count("uptime_in_seconds")
        report.connectedClients = info.count("connected_clients")
        report.opsPerSecond = info.number("instantaneous_ops_per_sec", upTo: Self.mostOperations)
        report.cpuRatio = server.cpuRatio
        report.hits = info.count("keyspace_hits")
        report.misses = info.count("keyspace_misses")
        report.expiredPerSecond = server.expiredPerSecond
        report.evictedPerSecond = server.evictedPerSecond
        report.otherReadersRatio = server.otherReadersRatio
        return report
    }

    private func memoryReport() -> Snapshot.Memory {
        var report = Snapshot.Memory()
        guard let info = server.latest else { return report }
        report.usedBytes = info.count("used_memory")
        report.rssBytes = info.count("used_memory_rss")
        report.peakBytes = info.count("used_memory_peak")
        report.maxBytes = info.count("maxmemory")
        report.fragmentationRatio = info.number(
            "mem_fragmentation_ratio", upTo: Self.mostFragmentation)
        report.policy = info[field: "maxmemory_policy"]
        report.history = server.usedBytesByMinute
        report.growthBytesPerSecond = server.memory.trend?.slope
        report.growthSeconds = server.memory.trend?.seconds
        report.growthSwingBytes = server.memory.trend.map { UInt64(saturating: $0.swing) }
        report.growthSlows = server.memory.trend == nil ? nil : server.memory.slows
        report.refillingSince = server.memory.refill?.since
        report.outlook = server.memory.outlook
        return report
    }

    private func eventsReport() -> Snapshot.Events {
        var report = Snapshot.Events(source: status.source)
        report.received = received
        report.unknown = unknown
        report.understood = understanding.understood
        report.lines = status.kind == .pubsub || status.kind == .log ? understanding.lines : nil
        report.example = understanding.example
        report.resets = status.resets
        report.gaps = status.gaps
        report.lostEntries = status.lostEntries
        report.dropped = status.dropped
        report.lagSeconds = status.lagSeconds
        report.countedFrom = countedFrom
        report.observedSeconds = insight.flatMap { $0.isOff ? nil : $0.observedSeconds }
        return report
    }

    private func totalReport(endingAt bucket: Int64) -> Snapshot.Total {
        var counts = HitCounts()
        for slot in totals { counts += slot }
        var report = Snapshot.Total()
        report.hits = counts.hits
        report.misses = counts.misses
        report.hitRate = counts.hitRate
        report.windows = windows(slots: 0..<grammar.slots, endingAt: bucket)
        report.minute = minute(slots: 0..<grammar.slots, endingAt: bucket)
        return report
    }

    private func resourceReport(_ index: Int, endingAt bucket: Int64, now: Timestamp)
        -> ResourceReport
    {
        let resource = policy.resources[index]
        var report = ResourceReport(name: resource.name, policy: .init(resource))
        report.hits = totals[index].hits
        report.misses = totals[index].misses
        report.hitRate = totals[index].hitRate
        report.windows = windows(slots: index..<(index + 1), endingAt: bucket)
        report.minute = minute(slots: index..<(index + 1), endingAt: bucket)
        report.usual = usual.rate(slot: index, at: now)
        report.missCauses = finding(ofResource: index)?.missCauses
        report.neverRead = neverRead(index)
        report.ttlCurve = (finding(ofResource: index)?.ttlCurve ?? []).map {
            ResourceReport.TTLStep($0, bytes: bytes(slot: index))
        }
        guard let survey, survey.hasFindings, index < survey.slots.count else { return report }
        let slot = survey.slots[index]
        guard survey.hasFindings(of: slot) else { return report }
        report.keys = survey.extrapolated(slot.keys)
        report.bytes = bytes(slot: index)
        report.estimated =
            survey.isEstimated(ttlSeconds: resource.ttlSeconds)
            || isRaised(resource.counter, since: survey)
        report.sweptAt = survey.takenAt
        report.sweepSeconds = survey.seconds
        if let life = lifeSurvey?.slots[index], life.ttl.sampled > 0 || life.keys == 0 {
            var ttl = ResourceReport.TTL(life.ttl)
            ttl.overPolicyExamples = life.overPolicy.examples.map { .init($0) }
            ttl.withoutExpiryExamples = life.withoutExpiry.examples.map { .init($0) }
            report.ttl = ttl
        }
        report.deadGenerations = dead(slot, counter: resource.counter, survey: survey, now: now)
        return report
    }

    private func unclassifiedReport(endingAt bucket: Int64) -> Unclassified {
        var report = Unclassified()
        let index = grammar.unclassifiedSlot
        report.hits = totals[index].hits
        report.misses = totals[index].misses
        report.windows = windows(slots: index..<(index + 1), endingAt: bucket)
        guard let survey, survey.hasFindings, let slot = survey.slots.last,
            survey.hasFindings(of: slot)
        else { return report }
        report.keys = survey.extrapolated(slot.keys)
        report.bytes = bytes(slot: index)
        report.examples = survey.examples.map {
            $0.count <= Unclassified.longestExample
                ? KeyText.text($0)
                : KeyText.text(Array($0.prefix(Unclassified.longestExample))) + "…"
        }
        return report
    }

    private func bytes(slot index: Int) -> UInt64? {
        guard let survey = memorySurvey, index < survey.slots.count else { return nil }
        let slot = survey.slots[index]
        return survey.extrapolated(bytes: slot.bytes, keys: slot.keys, of: slot.measured)
    }

    private func windows(slots: Range<Int>, endingAt bucket: Int64) -> [Window] {
        let end = Timestamp(milliseconds: bucket * TimeBuckets.width)
        return Window.lengths.map { seconds in
            var counts = HitCounts()
            for slot in slots {
                counts += buckets.sum(slot: slot, endingAt: bucket, seconds: seconds)
            }
            return Window(
                seconds: seconds, coveredSeconds: coveredSeconds(seconds, endingAt: end),
                counts: counts)
        }
    }

    /// Whole seconds of the server's clock, so that bars stay where they are between two polls.
    private func minute(slots: Range<Int>, endingAt bucket: Int64) -> [Double?] {
        let perSecond = 1000 / TimeBuckets.width
        let end = bucket / perSecond * perSecond
        return (0..<60).map { second in
            let end = end - Int64(59 - second) * perSecond
            return slots.reduce(into: HitCounts()) {
                $0 += buckets.sum(slot: $1, endingAt: end, seconds: 1)
            }.hitRate
        }
    }

    /// nil while the counter is unknown: without it nothing can be called dead.
    private func dead(
        _ slot: KeyspaceSurvey.Slot, counter: String?, survey: KeyspaceSurvey, now: Timestamp
    ) -> ResourceReport.DeadGenerations? {
        guard let counter,
            let value = counters.first(where: { $0.key == policy.key(ofCounter: counter) })?.value
        else { return nil }
        let dead = slot.generations.filter { generation, entry in
            generation < value
                && (entry.neverGone || entry.isEndUnknown || entry.goneAt.map { $0 > now } ?? false)
        }.values
        let keys = dead.reduce(0) { $0 + $1.keys }
        let sum = dead.reduce(UInt64(0)) { saturatingSum($0, $1.bytes) }
        let measured = dead.reduce(0) { $0 + $1.measured }
        let last = dead.compactMap(\.goneAt).max()
        let gone: Double? =
            keys == 0
            ? 0
            : dead.contains { $0.neverGone || $0.isEndUnknown } ? nil : last?.seconds(since: now)
        return .init(
            keys: survey.extrapolated(keys),
            bytes: survey.extrapolated(bytes: sum, keys: keys, of: measured),
            goneInSeconds: gone)
    }

    private func invalidations(at now: Timestamp) -> [InvalidationRecord] {
        let recent = recentCounts(endingAt: now.milliseconds / TimeBuckets.width)
        let later = recentCauses(at: now)
        let records = book.withoutEchoes
        let beginnings = GroupBeginnings(records, at: now)
        return records.filter { $0.isOver(at: now) }.map { record in
            var record = record
            record.aftermath =
                aftermath(
                    of: record, since: beginnings[record], recent: recent, later: later, at: now)?
                .shown
            record.keysNow = keysNow(of: record, at: now)
            return record
        }
    }
}

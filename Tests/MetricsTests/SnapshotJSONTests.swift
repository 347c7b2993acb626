import FoundationEssentials
import Metrics
import Testing

struct SnapshotJSONTests {
    /// docs/contracts.md, 5, as paths.
    private static let contract = """
        schema takenAt endpoint intervalSeconds
        server.version server.mode server.role server.replicas server.uptimeSeconds
        server.connectedClients server.opsPerSecond server.cpuRatio server.hits server.misses
        server.windows[].seconds server.windows[].hitRate
        server.expiredPerSecond server.evictedPerSecond server.otherReadersRatio
        memory.usedBytes memory.rssBytes memory.peakBytes memory.maxBytes
        memory.fragmentationRatio memory.policy memory.history[] memory.growthBytesPerSecond
        memory.growthSeconds memory.growthSwingBytes memory.growthSlows memory.refillingSince
        memory.outlook memory.forecastNeedsSeconds
        memoryBy[].of memoryBy[].bytes secondsUntilFull
        memoryCurve.evictionPolicy memoryCurve.evicts memoryCurve.neededBytes
        memoryCurve.steps[].factor memoryCurve.steps[].maxBytes memoryCurve.steps[].hitRate
        memoryCurve.steps[].error memoryCurve.steps[].originLoadsPerSecond
        memoryCurve.resources[].resource memoryCurve.resources[].bytes
        memoryCurve.resources[].hitsPerSecondPerMiB memoryCurve.resources[].hitRate
        memoryCurve.resources[].halfHitRate memoryCurve.resources[].doubleHitRate
        total.minute[] total.hits total.misses total.hitRate total.windows[].W
        resources[].name resources[].policy.ttlSeconds resources[].policy.cdnSeconds
        resources[].policy.swrSeconds resources[].policy.isrSeconds resources[].policy.counter
        resources[].policy.alsoIn[]
        resources[].hits resources[].misses resources[].hitRate resources[].windows[].W
        resources[].minute[] resources[].usual resources[].keys resources[].bytes resources[].estimated
        resources[].sweptAt resources[].sweepSeconds
        resources[].ttl.sampled resources[].ttl.buckets[].fromSeconds
        resources[].ttl.buckets[].toSeconds resources[].ttl.buckets[].keys
        resources[].ttl.withoutExpiry resources[].ttl.overPolicy resources[].ttl.p50Seconds
        resources[].ttl.p90Seconds resources[].ttl.expiringIn10Seconds
        resources[].ttl.overPolicyExamples[].key resources[].ttl.overPolicyExamples[].ttlSeconds
        resources[].ttl.overPolicyExamples[].bytes
        resources[].ttl.withoutExpiryExamples[].key
        resources[].ttl.withoutExpiryExamples[].ttlSeconds
        resources[].ttl.withoutExpiryExamples[].bytes
        resources[].deadGenerations.keys resources[].deadGenerations.bytes
        resources[].deadGenerations.goneInSeconds
        resources[].missCauses.cold resources[].missCauses.expired
        resources[].missCauses.invalidated resources[].missCauses.early
        resources[].missCauses.unknown resources[].missCauses.sampled
        resources[].missCauses.error
        resources[].ttlCurve[].ttlSeconds resources[].ttlCurve[].hitRate
        resources[].ttlCurve[].error resources[].ttlCurve[].staleSeconds
        resources[].ttlCurve[].bytes resources[].ttlCurve[].originLoadsPerSecond
        resources[].neverRead.share resources[].neverRead.bytes
        resources[].neverRead.unaskedShare resources[].neverRead.sampled
        resources[].neverRead.error
        unclassified.keys unclassified.bytes unclassified.examples[] unclassified.hits
        unclassified.misses unclassified.windows[].W
        versions[].name versions[].key versions[].value versions[].changedAt
        versions[].changesPerHour
        listeners[].name listeners[].at listeners[].position listeners[].backlog
        listeners[].secondRemovals
        topKeys[].key topKeys[].keyIsCut topKeys[].resource topKeys[].hits topKeys[].misses topKeys[].windows[].W
        topKeys[].life topKeys[].ttlSeconds topKeys[].bytes
        hotKeys[].key hotKeys[].resource hotKeys[].lookups hotKeys[].misses hotKeys[].seconds
        hotKeys[].share hotKeys[].error hotKeys[].lookupsPerSecond hotKeys[].bytes
        hotKeys[].bytesPerSecond
        stampedes[].resource stampedes[].minutes[] stampedes[].misses
        stampedes[].examples[].key stampedes[].examples[].at stampedes[].examples[].misses
        stampedes[].examples[].fillSeconds
        expiryForecast[].resource expiryForecast[].sampled expiryForecast[].sampledAt
        expiryForecast[].keysIn10Seconds expiryForecast[].keysIn60Seconds
        expiryForecast[].worstSecond.at expiryForecast[].worstSecond.keys
        expiryForecast[].aligned.at expiryForecast[].aligned.share
        expiryForecast[].aligned.usualShare
        generations[].counter generations[].resources[] generations[].value
        generations[].isStorm generations[].raiseSeconds
        generations[].live.keys generations[].live.bytes generations[].live.withoutExpiry
        generations[].live.goneInSeconds
        generations[].dead.keys generations[].dead.bytes generations[].dead.withoutExpiry
        generations[].dead.goneInSeconds
        generations[].above.keys generations[].above.bytes generations[].above.withoutExpiry
        generations[].above.goneInSeconds generations[].unversionedKeys
        generations[].found[].generation generations[].found[].keys
        generations[].found[].bytes generations[].found[].withoutExpiry
        generations[].found[].goneInSeconds
        drift[].kind drift[].counter drift[].resource drift[].value drift[].formerValue
        drift[].generation drift[].keys drift[].lookups drift[].share drift[].since
        drift[].cause drift[].message
        reconciliation.from reconciliation.to reconciliation.serverHits
        reconciliation.serverMisses reconciliation.ownLookups reconciliation.otherReaders
        reconciliation.streamHits reconciliation.streamMisses reconciliation.counterLookups
        reconciliation.difference reconciliation.share reconciliation.reading
        reconciliation.message
        findings[].rule findings[].severity findings[].resource findings[].subject
        findings[].evidence.keys findings[].confidence findings[].impact findings[].endedAt findings[].message
        findings[].advice
        found.text found.matches found.sampled found.keys[].key found.keys[].resource
        found.keys[].hits found.keys[].misses found.keys[].windows[].W found.keys[].life
        found.keys[].ttlSeconds found.keys[].keyIsCut found.keys[].bytes found.keys[].seenIn[]
        inspected.key inspected.resource inspected.at inspected.life inspected.ttlSeconds
        inspected.type inspected.bytes inspected.encoding inspected.idleSeconds
        inspected.frequency inspected.length inspected.value inspected.valueIsWhole inspected.valueAt
        inspected.valueWithheld inspected.generation inspected.counter inspected.isDead
        inspected.windows[].W inspected.minutes[] inspected.lastInvalidation.at
        inspected.lastInvalidation.scope inspected.lastInvalidation.by
        inspected.lastInvalidation.outcome inspected.refused[].command inspected.refused[].why
        events.source events.received events.unknown events.understood events.lines
        events.example events.resets events.gaps
        events.lostEntries events.dropped events.lagSeconds events.countedFrom
        events.observedSeconds
        invalidations[].id invalidations[].at invalidations[].scope invalidations[].by
        invalidations[].via invalidations[].outcome invalidations[].message
        invalidations[].steps[].kind invalidations[].steps[].keys[]
        invalidations[].steps[].count invalidations[].steps[].pattern
        invalidations[].steps[].counter invalidations[].steps[].from invalidations[].steps[].to
        invalidations[].resources[] invalidations[].from invalidations[].to
        invalidations[].keysPlanned invalidations[].keysRemoved invalidations[].keysAlreadyGone
        invalidations[].keysRewritten invalidations[].keysVerified
        invalidations[].keysAppeared invalidations[].keysNow.at invalidations[].keysNow.of
        invalidations[].keysNow.there invalidations[].verifiedAt invalidations[].stoppedEarly
        invalidations[].durationSeconds invalidations[].edgeStaleUntil
        invalidations[].trailProblem invalidations[].aftermath.hitRateBefore
        invalidations[].aftermath.hitRateLowest invalidations[].aftermath.hitRateNow
        invalidations[].aftermath.lookupsBefore invalidations[].aftermath.lookupsLowest
        invalidations[].aftermath.lookupsNow invalidations[].aftermath.recoveredAt invalidations[].aftermath.followedUntil
        invalidations[].aftermath.alertedAt timeline[].alertedAt
        timeline[].at timeline[].until timeline[].kind timeline[].subject timeline[].rule timeline[].about timeline[].severity
        timeline[].resource timeline[].by timeline[].via timeline[].keys timeline[].counter
        timeline[].from timeline[].to timeline[].parts[].resource timeline[].parts[].keys
        timeline[].ratesOf[] timeline[].hitRateBefore timeline[].hitRateLowest timeline[].hitRateAfter
        timeline[].lookupsBefore timeline[].lookupsLowest timeline[].lookupsAfter
        timeline[].recoveredAt timeline[].followedUntil timeline[].letter timeline[].message
        alerts[].rule alerts[].severity alerts[].subject alerts[].value
        alerts[].threshold alerts[].cause alerts[].since alerts[].heldAtStart alerts[].quietSince alerts[].message
        endedAlerts[].rule endedAlerts[].severity endedAlerts[].subject endedAlerts[].since
        endedAlerts[].heldAtStart endedAlerts[].until endedAlerts[].message
        alertSettings[].rule alertSettings[].isOn alertSettings[].numbers[].name
        alertSettings[].numbers[].resource alertSettings[].numbers[].value
        unavailable[].what unavailable[].subject unavailable[].why unavailable[].state
        unavailable[].asOf
        baseline.at baseline.seconds baseline.hitRate baseline.lookups baseline.usual
        baseline.resources[].name baseline.resources[].hitRate baseline.resources[].lookups
        baseline.resources[].usual
        history.resolutionSeconds[] history.series.hitRate[]
        """
    private static let window = ["seconds", "coveredSeconds", "hits", "misses", "hitRate"]

    private static var contractPaths: Set<String> {
        Set(
            contract.split { $0 == " " || $0 == "\n" }.flatMap { path in
                path.hasSuffix(".W")
                    ? window.map { path.dropLast() + $0 } : [String(path)]
            })
    }

    /// Something in every list and every optional.
    static let full: Snapshot = {
        var history = History.standard
        for second in 0...2 {
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info(
                        info70.replacing("keyspace_hits:100", with: "keyspace_hits:10\(second)")),
                    counters: [.value(4 + Int64(second)), .absent],
                    listeners: [bytes("shop-1"): .beat(ListenerHistoryTests.beat)]))
        }
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        for key in ["search:1:v1", "category:shoes:1:v1", "odd"] {
            survey.add(bytes(key), pttl: 900, bytes: 64, grammar: history.grammar, at: start)
        }
        survey.add(
            bytes("product:7"), pttl: 600_000, bytes: 64, grammar: history.grammar, at: start)
        survey.add(bytes("product:8"), pttl: -1, bytes: 64, grammar: history.grammar, at: start)
        history.observe(survey)
        history.observe(
            1,
            [
                ("hit", "product:1"), ("miss", "search:1:v1"), ("purge", "product:1"),
                ("purge", "search:1:v1"),
            ], insight: Insight(policy: .standard))
        history.inspect(bytes("search:1:v1"))
        var found = KeyInspection(key: bytes("search:1:v1"), at: moment(2))
        found.refused = [.encoding: "NOPERM"]
        history.observe(found)
        history.observe(
            Sample(
                at: moment(1.5), monotonicSeconds: 3, counters: [.value(6), .absent]))
        var mark = TimelineEntry(at: start, kind: .mark, by: "ci", message: "deploy 42")
        mark.parts = [.init(resource: "product", keys: 2)]
        history.observe(marks: [mark])
        var snapshot = history.snapshot(2)
        snapshot.resources[1].ttlCurve = [.init(TTLFinding(ttlSeconds: 60), bytes: nil)]
        noteInsight(&snapshot)
        for index in snapshot.invalidations.indices {
            snapshot.invalidations[index].keysNow = .init(at: moment(2), of: 2, there: 1)
        }
        snapshot.alerts = [.init(rule: "memory", severity: .warning, message: "near the limit")]
        snapshot.endedAlerts = [
            .init(snapshot.alerts[0], since: start, until: moment(1))
        ]
        snapshot.alertSettings = [
            .init(rule: "r", isOn: true, numbers: [.init(name: "n", resource: nil, value: 1)])
        ]
        snapshot.baseline = Snapshot.Baseline(of: snapshot)
        snapshot.found = history.found("search:1", at: snapshot.takenAt)
        snapshot.history = Snapshot.Curves(resolutionSeconds: [1], series: ["hitRate": [0.5]])
        return snapshot
    }()

    /// What a made history of three seconds does not have.
    private static func noteInsight(_ snapshot: inout Snapshot) {
        var forecast = ExpiryForecast(resource: "product", sampled: 1, sampledAt: start)
        forecast.worstSecond = .init(at: start, keys: 1)
        forecast.aligned = .init(at: start, share: 1, usualShare: 0.1)
        snapshot.expiryForecast = [forecast]
        snapshot.generations = [MadeSnapshot.whole]
        snapshot.drift = [Drift(.counterMissing, counter: "version:search", value: nil)]
        snapshot.stampedes = [MadeSnapshot.stampedes(perMinute: 5)]
        snapshot.memoryCurve = MadeSnapshot.memoryCurve(rates: [0.5, 0.8, 0.9, 0.95, 0.95])
        snapshot.reconciliation = MadeSnapshot.sums(.agrees, difference: 0, share: 0)
        snapshot.resources[0].neverRead = NeverRead.made
        snapshot.findings = [
            Finding(.info, evidence: ["keys": .number(1)], message: "m", advice: "a")
        ]
    }

    /// The paths of all leaves of a JSON document; an empty list or object is a leaf.
    private func paths(_ json: JSON, _ path: String = "") -> Set<String> {
        switch json {
        case .object(let members):
            Set(members.flatMap { paths($1, path.isEmpty ? $0 : path + "." + $0) })
        case .array(let items) where !items.isEmpty: Set(items.flatMap { paths($0, path + "[]") })
        case .array: [path + "[]"]
        case .leaf: [path]
        }
    }

    private func decoded(_ snapshot: Snapshot) throws -> JSON {
        try JSONDecoder().decode(JSON.self, from: Data(snapshot.json()))
    }

    @Test func everyFieldOfTheContractIsThereAndNoOther() throws {
        let found = paths(try decoded(Self.full)).subtracting([
            // null in some resources
            "resources[].ttl", "resources[].deadGenerations", "resources[].missCauses",
            "resources[].neverRead",
            "timeline[].parts[]",  // empty in some entries
            "timeline[].ratesOf",
            "resources[].ttl.overPolicyExamples[]", "resources[].ttl.withoutExpiryExamples[]",
            "resources[].ttlCurve[]",
        ])
        #expect(found.subtracting(Self.contractPaths) == [])
        #expect(Self.contractPaths.subtracting(found) == [])
    }

    @Test func whatIsUnknownIsNullAndStillThere() throws {
        let found = paths(try decoded(History.standard.snapshot()))
        let lists = [
            "resources[].ttlCurve", "listeners", "topKeys", "invalidations", "timeline", "alerts",
            "endedAlerts", "alertSettings",
            "hotKeys", "stampedes", "expiryForecast", "drift", "findings",
            "generations[].found",
        ]
        let nulls = [
            "resources[].ttl", "resources[].deadGenerations", "inspected", "baseline", "history",
            "resources[].missCauses", "resources[].neverRead", "reconciliation",
            "memoryCurve",
            "generations[].live", "generations[].dead", "generations[].above",
            "found", "resources[].missCauses",
        ]
        let expected = Set(
            Self.contractPaths.map { path in
                (lists.first { path.hasPrefix($0 + "[]") }).map { $0 + "[]" }
                    ?? nulls.first { path.hasPrefix($0 + ".") } ?? path
            })
        #expect(found == expected)
    }

    @Test func aRecordsUnknownsAreNull() throws {
        var snapshot = Self.full
        snapshot.invalidations = [
            InvalidationRecord(
                at: start, scope: "search", by: nil, via: .redis, outcome: .dryRun, message: "")
        ]
        let deep = "invalidations[].aftermath."
        let expected = paths(try decoded(Self.full)).map {
            $0.hasPrefix(deep)
                ? "invalidations[].aftermath"
                : $0.hasPrefix("invalidations[].keysNow.")
                    ? "invalidations[].keysNow"
                    : $0.hasPrefix("invalidations[].steps[]")
                        ? "invalidations[].steps"
                        : $0 == "invalidations[].resources[]" ? "invalidations[].resources" : $0
        }
        #expect(paths(try decoded(snapshot)) == Set(expected))
    }

    @Test func decodingGivesBackWhatWasEncoded() throws {
        for var snapshot in [Self.full, History.standard.snapshot()] {
            #expect(try Snapshot(json: snapshot.json()) == snapshot)
            snapshot.server.hits = .max
            snapshot.total.hitRate = 0.1 + 0.2
            snapshot.endpoint = "\u{1b}\u{7f}\u{9b}\u{202e}\"\\\n/é日😀"
            snapshot.resources[0].minute[7] = 0.5
            #expect(try Snapshot(json: snapshot.json()) == snapshot)
        }
    }

    @Test func theSchemaIsNamedAndAsked() throws {
        var snapshot = Self.full
        let text = String(decoding: try snapshot.json(), as: UTF8.self)
        #expect(text.contains(#""schema" : "cachetop.snapshot/3""#))
        #expect(text.contains(#""takenAt" : "2023-11-14T22:13:22.000Z""#) && text.hasSuffix("}\n"))
        snapshot.schema = "cachetop.snapshot/4"
        let other = try snapshot.json()
        #expect(throws: DecodingError.self) { try Snapshot(json: other) }
        #expect(throws: (any Error).self) { try Snapshot(json: bytes("{}")) }
        #expect(throws: (any Error).self) { try Snapshot(json: []) }
    }

    /// What the last version wrote, and an operator may have kept.
    @Test func aSnapshotOfTheFirstSchemaCanBeRead() throws {
        var text = String(decoding: try Self.full.json(), as: UTF8.self)
        text = text.replacing("cachetop.snapshot/3", with: "cachetop.snapshot/1")
        let fresh = [
            "aftermath", "id", "keysAlreadyGone", "keysPlanned", "keysRewritten", "keysVerified",
            "resources", "stoppedEarly", "trailProblem",
        ]
        var object = try JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8))
        object["timeline"] = nil
        object["inspected"] = nil
        for list in ["hotKeys", "stampedes", "expiryForecast", "generations", "drift", "findings"] {
            object[list] = nil
        }
        object["reconciliation"] = nil
        if case .array(let keys)? = object["topKeys"] {
            object["topKeys"] = .array(
                keys.map { key in
                    guard case .object(let members) = key else { return key }
                    let old = ["key", "resource", "hits", "misses"]
                    return .object(members.filter { old.contains($0.key) })
                })
        }
        guard case .array(let records)? = object["invalidations"] else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: ""))
        }
        object["invalidations"] = .array(
            records.map { record in
                guard case .object(let members) = record else { return record }
                return .object(members.filter { !fresh.contains($0.key) })
            })
        let old = try Snapshot(json: Array(try JSONEncoder().encode(object)))
        #expect(old.schema == "cachetop.snapshot/1" && old.timeline.isEmpty)
        #expect(old.invalidations.map(\.scope) == Self.full.invalidations.map(\.scope))
        #expect(old.invalidations.allSatisfy { $0.resources == nil && $0.aftermath == nil })
    }

    @Test(
        arguments: [
            0x00...0x1F, 0x7F...0x9F, 0x061C...0x061C, 0x200E...0x200F, 0x202A...0x202E,
            0x2066...0x2069,
        ] as [ClosedRange<UInt32>])
    func controlsAreEscaped(_ range: ClosedRange<UInt32>) throws {
        for scalar in range.compactMap(Unicode.Scalar.init) {
            var snapshot = History.standard.snapshot()
            snapshot.endpoint = "a\(Character(scalar))b"
            let json = try snapshot.json()
            let raw = String(decoding: json, as: UTF8.self).unicodeScalars
            #expect(scalar == "\n" || !raw.contains(scalar), "\(scalar.value)")
            #expect(try Snapshot(json: json).endpoint == snapshot.endpoint)
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func whatIsNoNumberIsNull(_ value: Double) throws {
        var snapshot = Self.full
        snapshot.events.lagSeconds = value
        snapshot.memory.fragmentationRatio = value
        snapshot.resources[0].sweepSeconds = value
        snapshot.invalidations[0].durationSeconds = value
        let back = try Snapshot(json: snapshot.json())
        #expect(back.events.lagSeconds == nil && back.memory.fragmentationRatio == nil)
        #expect(back.invalidations[0].durationSeconds == nil)
    }

    @Test func anAbsurdMomentCanBeReadAgain() throws {
        var snapshot = Self.full
        snapshot.invalidations[0].at = StreamID(milliseconds: .max, sequence: 0).timestamp
        _ = try Snapshot(json: snapshot.json())
    }

    @Test(
        arguments: [
            ([], ""), (bytes("product:é日😀"), "product:é日😀"), ([0x61, 0xFF, 0x62], "a\\xFFb"),
            ([0xC3], "\\xC3"), ([0x80, 0x41], "\\x80A"), ([0xC0, 0xAF], "\\xC0\\xAF"),
            ([0xED, 0xA0, 0x80], "\\xED\\xA0\\x80"), ([0xE2, 0x82, 0xAC, 0xFF], "€\\xFF"),
            ([0xF0, 0x9F, 0x98, 0x80, 0xF0, 0x9F], "😀\\xF0\\x9F"), ([0x00, 0xFE], "\0\\xFE"),
        ] as [([UInt8], String)])
    func bytesThatAreNoTextAreNamed(_ key: [UInt8], _ text: String) {
        #expect(KeyText.text(key) == text)
    }
}

private enum JSON: Decodable {
    case object([String: JSON]), array([JSON]), leaf

    init(from decoder: any Decoder) throws {
        if let members = try? decoder.singleValueContainer().decode([String: JSON].self) {
            self = .object(members)
        } else if let items = try? decoder.singleValueContainer().decode([JSON].self) {
            self = .array(items)
        } else {
            self = .leaf
        }
    }
}

/// JSON that can be changed and written again.
private enum JSONValue: Codable {
    case object([String: JSONValue]), array([JSONValue]), text(String), number(Double)
    case truth(Bool), null

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let members = try? value.decode([String: JSONValue].self) {
            self = .object(members)
        } else if let items = try? value.decode([JSONValue].self) {
            self = .array(items)
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let members): try container.encode(members)
        case .array(let items): try container.encode(items)
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .truth(let truth): try container.encode(truth)
        case .null: try container.encodeNil()
        }
    }
}

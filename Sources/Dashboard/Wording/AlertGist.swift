import Metrics

extension Alert {
    /// The alert in a few words, from its facts; of a rule without such words the beginning of its sentence.
    /// Of an alert of the past it is known that it held, and not what it measured.
    var gist: String {
        Self.gists[rule]?(withoutOldMeasure) ?? firstSentence
    }

    /// What was measured when it last held is not so now.
    private var withoutOldMeasure: Alert {
        guard !isNow else { return self }
        var alert = self
        alert.value = nil
        return alert
    }

    private static let gists: [String: @Sendable (Alert) -> String] = [
        AlertRule.redisUnavailable.name: {
            $0.value.map { "nothing from Redis for \(Format.span($0))" } ?? "nothing from Redis"
        },
        AlertRule.searchEngine.name: { "meili \($0.firstSentence)" },
        AlertRule.databaseEmptied.name: { alert in
            let keys = alert.value.map { ": \(Format.keys(UInt64(saturating: $0))) gone" }
            let cause = alert.subject == "restart" ? "restarted" : alert.subject
            return (cause ?? "database emptied") + (keys ?? "")
        },
        AlertRule.memoryFillsUp.name: {
            $0.value.map { "memory full in \(Readings.about($0))" } ?? "memory fills up"
        },
        AlertRule.memoryFull.name: {
            $0.value.map { "memory \(Format.percent($0)) full" } ?? "memory nearly full"
        },
        AlertRule.memoryUnlimited.name: { _ in "memory has no limit" },
        AlertRule.memoryRefusesWrites.name: { _ in "writes are refused" },
        AlertRule.keysOverTTL.name: { "\($0.name): \($0.keys) over their TTL" },
        AlertRule.keysWithoutExpiry.name: { "\($0.name): \($0.keys) without expiry" },
        AlertRule.hitRateDropped.name: { alert in
            // Whole points: a tenth changes each second, and says no more.
            let drop = alert.value.map { " \(Format.decimal($0 * 100, places: 0)) points" } ?? ""
            let cause = alert.cause.map { ", by \($0)" } ?? ""
            return "\(alert.subject ?? "all"): hit rate\(drop) lower\(cause)"
        },
        AlertRule.policyMatchesNothing.name: { _ in "no key fits the policy" },
        AlertRule.eventsNotUnderstood.name: {
            $0.value.map { "\(Format.percent($0)) of events understood" } ?? "events not understood"
        },
        AlertRule.eventsLate.name: {
            $0.value.map { "events \(Format.span($0)) late" } ?? "events late"
        },
        AlertRule.eventsAheadOfClock.name: { _ in "event ids ahead of the clock" },
        AlertRule.eventsSilent.name: {
            $0.value.map { "no events for \(Format.span($0))" } ?? "no events"
        },
        AlertRule.eventsUnreadable.name: {
            $0.value.map { "events not read for \(Format.span($0))" } ?? "events not read"
        },
        AlertRule.serverBusy.name: {
            $0.value.map { "cpu \(Format.percent($0))" } ?? "cpu busy"
        },
        AlertRule.replicaLags.name: { alert in
            "\(alert.name) behind" + (alert.value.map { " \(Format.span($0))" } ?? "")
        },
        AlertRule.hitRateLow.name: { alert in
            "\(alert.name): hit rate" + (alert.value.map { " \(Format.percent($0))" } ?? " low")
        },
        AlertRule.hitRateUnusual.name: { alert in
            let points = alert.value.map { " \(Format.decimal($0 * 100, places: 0)) points" } ?? ""
            return "\(alert.name): hit rate\(points) below usual"
        },
        AlertRule.onAlertFails.name: { _ in "--on-alert failed" },
        AlertRule.listenerSilent.name: { "listener \($0.name) silent" },
        AlertRule.deadKeysStay.name: { "\($0.name): dead keys never go" },
        AlertRule.expiryCliff.name: { alert in
            let share = alert.value.map { Format.percent($0) } ?? "many"
            return "\(alert.name): \(share) of the keys expire together"
        },
        AlertRule.counterDrift.name: { alert in
            let cause = alert.cause.map { ", by \($0)" } ?? ""
            return "\(alert.name): counter and keys do not agree\(cause)"
        },
    ]

    /// The alert in a word, where there is room for no more; of a rule without such a word its name.
    var word: String {
        // What emptied it is the word.
        if rule == AlertRule.databaseEmptied.name, let subject { return subject }
        return Self.words[rule] ?? rule
    }

    /// Between the gist and the word, where there is something between, longest first.
    var briefs: [String] {
        switch rule {
        case AlertRule.keysOverTTL.name: ["\(name)\(count) over TTL", "\(name) over TTL"]
        case AlertRule.keysWithoutExpiry.name: ["\(name)\(count) no expiry", "\(name) no expiry"]
        case AlertRule.hitRateDropped.name:
            [cause.map { "\(rate) by \($0)" }, "\(subject ?? "all") \(rate)", rate]
                .compactMap(\.self)
        case AlertRule.hitRateUnusual.name: ["\(name) \(rate)", rate]
        case AlertRule.counterDrift.name: ["\(name) drift"]
        case AlertRule.listenerSilent.name: ["listener \(name)"]
        case AlertRule.hitRateLow.name: ["\(name) low rate"]
        default: []
        }
    }

    private var count: String {
        isNow ? value.map { " \(Format.count(UInt64(saturating: $0)))" } ?? "" : ""
    }

    /// `hit rate -8`
    private var rate: String {
        let points = isNow ? value.map { " \(Format.decimal(-$0 * 100, places: 0))" } : nil
        return "hit rate" + (points ?? "")
    }

    private static let words: [String: String] = [
        AlertRule.redisUnavailable.name: "redis",
        AlertRule.searchEngine.name: "meili", AlertRule.databaseEmptied.name: "emptied",
        AlertRule.policyMatchesNothing.name: "policy",
        AlertRule.eventsNotUnderstood.name: "events", AlertRule.eventsAheadOfClock.name: "clock",
        AlertRule.eventsLate.name: "late events", AlertRule.eventsLost.name: "lost events",
        AlertRule.streamRestarted.name: "new stream", AlertRule.linesDropped.name: "lost lines",
        AlertRule.memoryFull.name: "memory", AlertRule.memoryFillsUp.name: "filling",
        AlertRule.memoryUnlimited.name: "no limit", AlertRule.memoryRefusesWrites.name: "writes",
        AlertRule.evictions.name: "evicts", AlertRule.otherReaders.name: "readers",
        AlertRule.hitRateDropped.name: "hit rate", AlertRule.keysWithoutExpiry.name: "no expiry",
        AlertRule.keysOverTTL.name: "over TTL", AlertRule.deadKeysStay.name: "dead keys",
        AlertRule.listenerSilent.name: "listener", AlertRule.expiryCliff.name: "expiry",
        AlertRule.counterDrift.name: "drift", AlertRule.eventsSilent.name: "no events",
        AlertRule.serverBusy.name: "cpu", AlertRule.replicaLags.name: "replica",
        AlertRule.hitRateLow.name: "low rate", AlertRule.hitRateUnusual.name: "unusual",
        AlertRule.onAlertFails.name: "on-alert", AlertRule.eventsUnreadable.name: "unread",
    ]

    private var name: String { subject ?? "" }

    private var keys: String { value.map { Format.keys(UInt64(saturating: $0)) } ?? "keys" }

    private var firstSentence: String {
        let end = message.indices.first { index in
            message[index] == "." && message[index...].dropFirst().first == " "
        }
        let first = String(message[..<(end ?? message.endIndex)])
        return first.last == "." ? String(first.dropLast()) : first
    }
}

extension EndedAlert {
    /// What it was about in a few words: its measure is not of interest any more.
    var gist: String {
        Alert(rule: rule, severity: severity, subject: subject, message: message).gist
    }
}

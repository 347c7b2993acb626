/// Keys that went without being announced: the facts, and the entry that they make.
struct UnannouncedLoss: Sendable, Hashable {
    var from: Timestamp
    var to: Timestamp
    var seconds: Double
    var keysBefore: UInt64
    var keysAfter: UInt64
    var expired: UInt64
    var evicted: UInt64
    var announced: UInt64
    /// At least.
    var keys: Double
    var parts: [TimelineEntry.Part] = []
    /// Between the two readings of commandstats around it, so many seconds apart; nil: not permitted.
    var calls: CommandCalls?
    var callsSeconds = 0.0

    init(_ loss: KeyLoss, announced: UInt64) {
        (from, to, seconds) = (loss.from, loss.to, loss.seconds)
        (keysBefore, keysAfter) = (loss.keysBefore, loss.keysAfter)
        (expired, evicted) = (loss.expired, loss.evicted)
        self.announced = announced
        keys = max(0, loss.lost - Double(announced))
    }

    mutating func join(_ next: UnannouncedLoss) {
        (to, keysAfter) = (next.to, next.keysAfter)
        seconds += next.seconds
        expired = saturatingSum(expired, next.expired)
        evicted = saturatingSum(evicted, next.evicted)
        announced = saturatingSum(announced, next.announced)
        keys += next.keys
    }

    var entry: TimelineEntry {
        var entry = TimelineEntry(at: from, until: to, kind: .unannounced, message: message)
        entry.keys = UInt64(saturating: keys)
        (entry.from, entry.to) = ("\(keysBefore)", "\(keysAfter)")
        entry.parts = parts
        entry.resource = parts.count == 1 ? parts.first?.resource : nil
        return entry
    }

    private var message: String {
        let least = UInt64(saturating: keys)
        var text =
            "At least \(Format.keys(least)) went within \(Format.span(seconds)), and neither an event "
            + "nor the trail says who removed them. Keys in the database: "
            + "\(Format.grouped(keysBefore)), then \(Format.grouped(keysAfter)); of those that went "
            + "\(Format.grouped(expired)) expired, \(Format.grouped(evicted)) were evicted, "
            + "\(Format.grouped(announced)) were announced."
        if let calls {
            text +=
                " In the \(Format.span(callsSeconds)) around it UNLINK was called "
                + "\(Self.times(calls.unlink)) and DEL \(Self.times(calls.del))."
        } else {
            text += " How often UNLINK and DEL were called is not known (INFO commandstats)."
        }
        return text
    }

    private static func times(_ count: UInt64) -> String {
        count == 0 ? "not at all" : count == 1 ? "once" : "\(Format.grouped(count)) times"
    }
}

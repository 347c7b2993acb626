import Metrics
import Screen

// What the server says of a key.

extension KeyView {
    func serverFacts(of key: InspectedKey) -> [Fact] {
        let ttl = key.resource.flatMap { state.resource($0)?.policy.ttlSeconds }
        let left: String? =
            switch key.life {
            case .never?: "never expires"
            case .gone?: "gone"
            case .expires?: Format.life(key.ttlSeconds, ofTTL: ttl ?? 60)
            case nil: nil
            }
        let idle = key.idleSeconds.map { "not used for \(Format.span(Double($0)))" }
        let uses = key.frequency.map { "\($0) of 255, the server's logarithmic counter of uses" }
        var facts = [
            fact("TTL left", left, [.pttl], key),
            fact("size", key.bytes.map { Format.bytes($0) }, [.memory], key),
            fact("type", key.type, [.type], key),
            fact("encoding", key.encoding, [.encoding], key),
            fact("use", idle ?? uses, [.idle, .frequency], key),
        ]
        facts += reading(of: key)
        if key.length != nil || key.refusal(of: .length) != nil {
            let unit = key.type == "string" ? "bytes" : "elements"
            facts.append(
                fact(
                    "length", key.length.map { "\(Format.grouped($0)) \(unit)" }, [.length], key))
        }
        return facts
    }

    /// What is refused says so in the server's words.
    private func fact(
        _ label: String, _ value: String?, _ questions: [KeyInspection.Question],
        _ key: InspectedKey
    ) -> Fact {
        if let value { return Fact(label: label, line: Line(DisplayText(value))) }
        if let why = questions.lazy.compactMap({ key.refusal(of: $0) }).first {
            return Fact(label: label, line: Line(" ", .warning), text: why)
        }
        return Fact(label: label, line: Line(DisplayText(Format.absent), .dim))
    }

    /// What `v` has read is as old as that, while the rest is asked again and again.
    private func reading(of key: InspectedKey) -> [Fact] {
        guard let at = key.valueAt else { return [] }
        let ago = Format.ago(max(0, state.viewedAt.seconds(since: at)))
        let again = state.isReplay ? Line() : Line("  v", .key) + Line(" reads it again", .dim)
        return [Fact(label: "value read", line: Line(DisplayText(ago)) + again)]
    }

    func value(of key: InspectedKey) -> [Fact] {
        if let why = key.refusal(of: .value) {
            return [Fact(label: "value", line: Line(" ", .warning), text: why)]
        }
        if let why = key.valueWithheld {
            return [Fact(label: "value", line: Line(" ", .dim), text: why)]
        }
        if let value = key.value {
            let end = key.valueIsWhole == true ? "" : state.glyphs.ellipsis.string
            var fact = Fact(label: "value", text: value.isEmpty ? "empty" : value + end)
            fact.isVerbatim = true
            return [fact]
        }
        if state.isReplay || key.life == .gone { return [] }
        return [
            Fact(
                label: "value",
                line: Line("v", .key) + Line(" reads its length and its first bytes", .dim))
        ]
    }
}

extension Finding {
    /// What was measured, in words, with units by the names' endings: `keys 50, policy 1m, share 38.2%`.
    package var evidenceWords: String {
        evidence.sorted { $0.key < $1.key }.compactMap { name, value in
            // Where all was counted there is no interval.
            if name == "error", value == .number(0) { return nil }
            let (label, text) = EvidenceName(name).words(value)
            return label.isEmpty ? text : "\(label) \(text)"
        }.joined(separator: ", ")
    }

    /// How sure it is, with its reason.
    package var confidenceWords: String {
        switch confidence {
        case .certain: "certain: it was counted"
        case .likely: "likely: there is hardly another reason"
        case .possible: "possible: other reasons are not excluded"
        }
    }
}

/// The name of a measured value: what it is of, and its unit.
private struct EvidenceName {
    let name: String

    /// Names whose values are cases of ours: `olderStillAsked`.
    private static let facts: Set = ["kind", "cause", "reading", "alert"]

    init(_ name: String) { self.name = name }

    func words(_ value: Evidence) -> (label: String, text: String) {
        switch value {
        case .number(let number): return words(number)
        case .text(let text):
            guard let moment = Timestamp(rfc3339: text) else {
                return (label(name), Self.facts.contains(name) ? label(text) : text)
            }
            return (label(name), moment.timeOfDay() + " UTC")
        }
    }

    private func words(_ value: Double) -> (label: String, text: String) {
        if name == "error" {
            return ("", "± \(Format.decimal(value * 100, places: 1)) points")
        }
        if let of = without("BytesPerSecond") ?? without("bytesPerSecond") {
            // Of a key: what it is looked up times its size.
            return (of.isEmpty ? "sent" : label(of), Format.bytes(UInt64(saturating: value)) + "/s")
        }
        if let of = without("PerSecond") { return (label(of), Format.rate(value) + "/s") }
        if let of = without("PerMinute") ?? without("perMinute") {
            return (label(of), Format.grouped(whole(value)) + " a minute")
        }
        if name.hasPrefix("seconds") {
            return (label(String(name.dropFirst("seconds".count))), Format.stretch(value))
        }
        if let of = without("Seconds") { return (label(of), Format.stretch(value)) }
        if name.hasSuffix("Bytes") || name == "bytes" {
            return (label(without("Bytes") ?? "memory"), Format.bytes(UInt64(saturating: value)))
        }
        if isShare { return (label(name), Format.percent(value)) }
        let isWhole = value == value.rounded() && abs(value) < 1e15
        return (
            label(name),
            isWhole
                ? Format.grouped(whole(value))
                : Format.decimal(value, places: abs(value) < 10 ? 2 : 1)
        )
    }

    private var isShare: Bool {
        name.hasPrefix("hitRate") || name.hasSuffix("HitRate") || name.hasPrefix("share")
            || name.hasSuffix("Share")
    }

    private func without(_ ending: String) -> String? {
        name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : nil
    }

    private func whole(_ value: Double) -> Int64 {
        Int64(max(-1e15, min(1e15, value.isFinite ? value.rounded() : 0)))
    }

    /// `longerTTL` is `longer TTL`.
    private func label(_ name: String) -> String {
        var words: [String] = []
        var isUpper = true
        for character in name {
            if words.isEmpty || character.isUppercase && !isUpper { words.append("") }
            words[words.count - 1].append(character)
            isUpper = character.isUppercase
        }
        return words.map { word in
            if word == "ttl" { return "TTL" }
            return word.count > 1 && word.allSatisfy(\.isUppercase) ? word : word.lowercased()
        }.joined(separator: " ")
    }
}

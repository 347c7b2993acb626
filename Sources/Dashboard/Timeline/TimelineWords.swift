import Metrics
import Screen

/// A happening in a few words, from its facts. Its sentence is in the details.
struct TimelineWords {
    let row: TimelineRow
    let versions: [Snapshot.Version]
    let glyphs: Glyphs
    var utcOffsetSeconds = 0

    private var entry: TimelineEntry { row.entry }

    /// In ever fewer words.
    var forms: [Line] {
        if let record = row.record {
            let words = RecordWords(record: record, versions: versions, glyphs: glyphs)
            return words.forms.map { Line(DisplayText($0), record.style) }
        }
        let style = self.style
        let sign = style == .warning && !row.happening.isUnclaimed ? "! " : ""
        return texts.map { Line(DisplayText(sign + $0), style) }
    }

    private var texts: [String] {
        switch entry.kind {
        case .invalidation:
            GroupWords(row: row, versions: versions, glyphs: glyphs).forms
        case .unannounced: unannounced
        case .flush: flush
        case .evictions:
            [keys("evicted") + (end.map { " until \($0)" } ?? ", going on"), "evictions"]
        case .restart: restart
        case .failover: failover
        case .config: setting
        case .gap: gap
        case .alert: alert
        case .mark: ["mark: \(entry.message)"]
        case .other: [entry.message]
        }
    }

    private var style: Style {
        switch entry.kind {
        case .flush: .critical
        case .unannounced, .restart, .failover, .gap: .warning
        case .evictions: entry.until == nil ? .warning : .plain
        case .alert: entry.until == nil ? Style(entry.severity) : .plain
        case .config, .mark: .accent
        case .invalidation, .other: .plain
        }
    }

    private func keys(_ verb: String) -> String {
        entry.keys.map { "\(Format.keys($0)) \(verb)" } ?? "keys \(verb)"
    }

    private var unannounced: [String] {
        let parts = entry.parts.map { "\($0.resource) \(Format.grouped($0.keys))" }
        let gone = "at least \(keys("gone"))"
        let short = "\(entry.keys.map { Format.grouped($0) } ?? "")+ keys gone"
        guard let first = parts.first else { return [gone, short] }
        return [
            "\(gone): \(parts.joined(separator: ", "))", "\(short): \(first)", gone, short,
        ]
    }

    private var flush: [String] {
        guard let name = entry.subject else {
            let all = entry.keys.map { "all \(Format.keys($0))" } ?? "all keys"
            return ["\(all) gone at once", "all keys gone"]
        }
        return entry.keys == nil ? [name] : ["\(name): \(keys("gone"))", name]
    }

    private var restart: [String] {
        let counts = [entry.from, entry.to].compactMap { $0.flatMap { UInt64($0) } }
        guard counts.count > 1 else { return ["restarted"] }
        let change = counts.map { Format.grouped($0) }.joined(separator: glyphs.arrow)
        return ["restarted: \(change) keys", "restarted"]
    }

    private var failover: [String] {
        guard let from = entry.from, let to = entry.to else {
            return ["another server answers", "another server"]
        }
        let change = "\(from)\(glyphs.arrow)\(to)"
        return ["failover: \(change)", change, "failover"]
    }

    private var setting: [String] {
        let name = entry.subject ?? "a setting"
        func words(_ value: String?) -> String {
            guard let value, let bytes = UInt64(value) else { return value ?? "?" }
            return bytes == 0 ? "no limit" : Format.bytes(bytes)
        }
        return ["\(name) \(words(entry.from))\(glyphs.arrow)\(words(entry.to))", "\(name) changed"]
    }

    private var gap: [String] {
        switch entry.subject {
        case GapKind.restarted.rawValue: ["event stream begun anew", "new stream"]
        case GapKind.dropped.rawValue: ["log lines dropped", "lines lost"]
        default: ["events lost: trimmed unread", "events lost"]
        }
    }

    /// The rule's name as words, and what it is about: in little room that stands first.
    private var alert: [String] {
        let rule = Self.words(entry.alertRule ?? "")
        let about = entry.alertSubject.map { key in
            versions.first { $0.key == key }?.name ?? key
        }
        let whole = entry.alertSubject.map { "\(rule): \($0)" } ?? rule
        let names = [whole, about.map { "\($0): \(rule)" } ?? rule]
        guard let until = entry.until, let end else {
            return names + (about.map { [$0] } ?? [])
        }
        // Its row has the time of its beginning.
        let took = Format.span(until.seconds(since: entry.at))
        let least = about ?? rule
        return [
            "\(whole), ended \(end) after \(took)", "\(whole), ended \(end)",
            "\(whole), ended \(end.prefix(5))", "\(least), ended \(end.prefix(5))",
            "\(least), ended",
        ]
    }

    private var end: String? { entry.until?.timeOfDay(offsetSeconds: utcOffsetSeconds) }

    /// `keysOverTTL` as `keys over TTL`.
    private static func words(_ name: String) -> String {
        let letters = Array(name)
        return letters.indices.reduce(into: "") { text, index in
            let letter = letters[index]
            guard letter.isUppercase, index > 0, letters[index - 1].isLowercase else {
                return text.append(letter)
            }
            let isWord = index + 1 >= letters.count || letters[index + 1].isLowercase
            text += " " + (isWord ? letter.lowercased() : String(letter))
        }
    }
}

extension State {
    func words(of row: TimelineRow) -> TimelineWords {
        TimelineWords(
            row: row, versions: shown.versions, glyphs: glyphs,
            utcOffsetSeconds: setting.utcOffsetSeconds)
    }
}

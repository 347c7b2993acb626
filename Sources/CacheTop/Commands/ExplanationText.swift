import Console
import Metrics
import Screen

/// What was made of one entry or line, as text: the line that arrived, and below it what it holds.
struct ExplanationText {
    let grammar: KeyGrammar

    func text(_ explanation: EventExplanation) -> String {
        var lines = ["\(explanation.label)  \(DisplayLine.safe(explanation.text))"]
        var rest = explanation.notes[...]
        while let note = rest.first {
            let group = rest.prefix { Self.belongs($0, with: note) }
            rest = rest.dropFirst(max(1, group.count))
            lines.append("    " + words(note, group.compactMap { $0.field }.map(name)))
        }
        if explanation.notes.isEmpty { lines.append("    no event") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Fields of which the same is to be said are named together.
    private static func belongs(
        _ note: EntryFindings.Note, with first: EntryFindings.Note
    ) -> Bool {
        switch (note, first) {
        case (.describes, .describes): true
        case (.unknown(_, let a), .unknown(_, let b)): a == b
        default: false
        }
    }

    private func words(_ note: EntryFindings.Note, _ fields: [String]) -> String {
        let names = fields.joined(separator: ", ")
        switch note {
        case .event(let event): return words(event)
        case .describes: return "\(names): beside the event, not needed"
        case .unknown(_, let reason):
            return "not understood: " + (names.isEmpty ? "" : "\(names): ")
                + words(reason, isLine: names.isEmpty)
        }
    }

    private func words(_ event: CacheEvent) -> String {
        let key = DisplayText(bytes: event.key).truncated(to: 80, .middle, glyphs: .unicode)
        let weight = event.weight == 1 ? "" : ", counts \(Format.grouped(event.weight)) times"
        let source = event.source.map { ", from \(name($0))" } ?? ""
        return "\(event.outcome.word) \(key)  (\(place(event.key))\(weight)\(source))"
    }

    private func place(_ key: [UInt8]) -> String {
        switch key.withUnsafeBufferPointer({ grammar.classifyEvent($0) }) {
        case .resource(let index): DisplayLine.safe(grammar.policy.resources[index].name)
        case .counter: "a counter: no hit or miss is counted"
        case .own: "cachetop's own: no hit or miss is counted"
        case .unclassified: "other keys: of no resource"
        }
    }

    private func words(_ reason: UnknownReason, isLine: Bool) -> String {
        switch reason {
        case .outcome: "no outcome that is known, such as hit or miss"
        case .noKey: "there is no key"
        case .weight: "no weight from 1 to 1,000,000; what follows counts once"
        case .form where isLine: "it looks like an event, in a form that is not known"
        case .form: "no outcome with its key"
        case .tooLong: "the line is longer than 64 KiB"
        case .tooCostly: "the expression of --events-line took too many steps"
        }
    }

    private func name(_ field: [UInt8]) -> String {
        field.isEmpty
            ? "\"\""
            : DisplayText(bytes: field).truncated(to: 40, glyphs: .unicode).string
    }
}

extension EntryFindings.Note {
    fileprivate var field: [UInt8]? {
        switch self {
        case .event: nil
        case .describes(let field): field
        case .unknown(let field, _): field
        }
    }
}

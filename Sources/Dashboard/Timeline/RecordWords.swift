import Metrics
import Screen

/// An invalidation in a few words, from its facts: `product 42: 2 keys`, `search v7→8 +2`. The sentence
/// of its record is in the details.
struct RecordWords {
    let record: InvalidationRecord
    let versions: [Snapshot.Version]
    let glyphs: Glyphs

    /// In ever fewer words.
    var forms: [String] {
        switch record.outcome {
        case _ where record.via == .observed: observed
        case .done: [done, raised, shortlyDone, record.scope].compactMap(\.self)
        case .notDone where record.stoppedEarly == true: [stopped, "\(record.scope): stopped"]
        case .dryRun: ["\(record.scope): dry run"]
        case .notDone: verdict("NOT done")
        case .unknown, .accepted, .unfinished, .refused: verdict(record.outcome.words)
        }
    }

    private func verdict(_ word: String) -> [String] {
        ["\(record.scope): \(record.lead)\(message)", "\(record.scope): \(word)"]
    }

    private var message: String {
        let sentence = record.message
        return sentence.last == "." ? String(sentence.dropLast()) : sentence
    }

    private var stopped: String {
        guard let removed = record.keysRemoved, let planned = record.keysPlanned else {
            return "\(record.scope): stopped"
        }
        return "\(record.scope): stopped, \(Format.grouped(removed)) of \(Format.keys(planned))"
    }

    /// `search v128`: the value that it has now, where both have no room.
    private var raised: String? {
        let steps = record.steps?.filter { $0.counter != nil } ?? []
        return steps.count > 1 ? nil : record.to.map { "\(record.scope) v\($0)" }
    }

    /// Where the scope alone would hide that nothing was there.
    private var shortlyDone: String {
        let foundNothing = record.keysRemoved == 0 && record.to == nil
        return foundNothing ? "\(record.scope): 0 keys" : record.scope
    }

    private var done: String {
        let raised = record.steps?.filter { $0.counter != nil } ?? []
        var facts: [String] = []
        if raised.count > 1 { facts.append("\(raised.count) counters") }
        switch record.keysRemoved {
        case 0? where record.to == nil: facts.append("nothing there")
        case let keys? where keys > 0: facts.append(Format.keys(keys))
        default: break
        }
        if let again = record.keysRewritten, again > 0 {
            facts.append("\(Format.grouped(again)) written again")
        }
        let change = raised.count > 1 ? "" : values(from: record.from, to: record.to)
        // Through the API nothing is counted.
        if facts.isEmpty, change.isEmpty { facts = [message] }
        return record.scope + change + (facts.isEmpty ? "" : ": " + facts.joined(separator: ", "))
    }

    /// What happened first, and how much more.
    private var observed: [String] {
        guard let steps = record.steps, !steps.isEmpty else { return [record.scope] }
        let names = steps.flatMap(names)
        let unnamed = steps.reduce(UInt64(0)) { sum, step in
            sum &+ (step.count.map { $0 - min($0, UInt64(step.keys.count)) } ?? 0)
        }
        if names.isEmpty { return [Format.keys(unnamed)] }
        return [6, 3, 2, 1].map { most in
            let more = unnamed &+ UInt64(max(0, names.count - most))
            return names.prefix(most).joined(separator: ", ")
                + (more == 0 ? "" : " +\(Format.grouped(more))")
        }
    }

    private func names(_ step: RecordedStep) -> [String] {
        switch step.kind {
        case .unlink: return step.keys
        case .unlinkMatching: return [step.pattern ?? "*"]
        case .increment, .set, .gone:
            let key = step.counter ?? ""
            let name = versions.first { $0.key == key }?.name ?? key
            if step.kind == .gone { return [name + " gone"] }
            let change = values(from: step.from, to: step.to)
            return [name + (change.isEmpty ? " raised" : change)]
        case .other: return []
        }
    }

    /// ` v7→8`; empty where the values are not known.
    private func values(from: Int64?, to: Int64?) -> String {
        guard let to else { return "" }
        return from.map { " v\($0)\(glyphs.arrow)\(to)" } ?? " v\(to)"
    }
}

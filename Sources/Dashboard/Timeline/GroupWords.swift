import Metrics
import Screen

/// Invalidations in a row, in a few words: `300 keys, search v7→9`, `product 1, product 2 +98: 200 keys`.
struct GroupWords {
    let row: TimelineRow
    let versions: [Snapshot.Version]
    let glyphs: Glyphs

    /// In ever fewer words.
    var forms: [String] {
        row.entry.via == .observed || row.records.isEmpty ? observed : ordered
    }

    private var keys: String? {
        row.entry.keys.flatMap { $0 > 0 ? Format.keys($0) : nil }
    }

    private var observed: [String] {
        let counter = counters().joined(separator: ", ")
        let resources = Set(row.records.flatMap { $0.resources ?? [] }).sorted()
        let things = ([keys] + [patterns, counter]).compactMap { $0?.isEmpty == false ? $0 : nil }
        let all =
            things.isEmpty ? "\(row.records.count) invalidations" : things.joined(separator: ", ")
        let times = row.records.count > 1 ? "\(row.records.count) in a row: " : ""
        let of = resources.isEmpty ? "" : " (\(resources.joined(separator: ", ")))"
        let least = [
            keys ?? patterns ?? counters().first, things.count > 1 ? "+\(things.count - 1)" : nil,
        ]
        let brief = [keys, patterns].compactMap(\.self) + counters(isShort: true)
        return [
            times + all + of, times + all, all, brief.joined(separator: ", "),
            least.compactMap(\.self).joined(separator: " "),
        ]
    }

    private var steps: [RecordedStep] { row.records.flatMap { $0.steps ?? [] } }

    private var patterns: String? {
        let patterns = steps.filter { $0.kind == .unlinkMatching }.map { $0.pattern ?? "*" }
        let distinct = Set(patterns)
        return distinct.count > 1 ? "\(distinct.count) patterns" : distinct.first
    }

    /// `search v7→9`: from the first value that is known to the last, or the last alone.
    private func counters(isShort: Bool = false) -> [String] {
        var names: [String] = []
        var values: [String: (from: Int64?, to: Int64?)] = [:]
        var gone: Set<String> = []
        for step in steps {
            guard let key = step.counter else { continue }
            if step.kind == .gone { gone.insert(key) } else { gone.remove(key) }
            if values[key] == nil { names.append(key) }
            let known = values[key]
            values[key] = (known?.from ?? step.from, step.to ?? known?.to)
        }
        if names.isEmpty, let key = row.entry.counter { names = [key] }
        return names.map { key in
            let name = versions.first { $0.key == key }?.name ?? key
            if gone.contains(key) { return "\(name) gone" }
            guard let to = values[key]?.to else { return "\(name) raised" }
            guard !isShort, let from = values[key]?.from else { return "\(name) v\(to)" }
            return "\(name) v\(from)\(glyphs.arrow)\(to)"
        }
    }

    private var ordered: [String] {
        let scopes = row.records.map(\.scope)
        let end = keys.map { ": \($0)" } ?? ""
        return [6, 3, 2, 1].map { most in
            let more = scopes.count - most
            return scopes.prefix(most).joined(separator: ", ") + (more > 0 ? " +\(more)" : "") + end
        } + ["\(scopes.count) purges\(end)"]
    }
}

import Console
import Metrics

/// A place in a scenario's YAML: its value, and how an error names it.
struct ScenarioNode {
    let node: YAMLNode
    /// Of the mapping it stands in; of an entry of a list, the list's.
    let key: String
    let file: String

    /// `FILE:LINE: 'KEY' …`
    func problem(_ sentence: String) -> Ending {
        Ending(.failed, "\(file):\(node.line): '\(key)' \(sentence).")
    }

    /// - Parameter known: all keys that may stand here; any other is refused by its name.
    func entries(known: [String], of what: String) throws(Ending) -> [String:
        ScenarioNode]
    {
        guard let mapping = node.mapping else {
            throw problem("must be 'name: value' lines (\(known.joined(separator: ", ")))")
        }
        var entries: [String: ScenarioNode] = [:]
        for (key, value) in mapping {
            let name = key.string ?? "?"
            guard known.contains(name) else {
                throw ScenarioNode(node: key, key: name, file: file).problem(
                    "is not supported in \(what); known are \(known.joined(separator: ", "))")
            }
            entries[name] = ScenarioNode(node: value, key: name, file: file)
        }
        return entries
    }

    /// The entries of a list that must have some.
    func list() throws(Ending) -> [ScenarioNode] {
        guard let sequence = node.sequence, !sequence.isEmpty else {
            throw problem("must be a list, each entry with a '-'")
        }
        return sequence.map { ScenarioNode(node: $0, key: key, file: file) }
    }

    func text() throws(Ending) -> String {
        guard let text = node.string, !text.isEmpty else {
            throw problem("needs a value")
        }
        return text
    }

    func number(_ range: ClosedRange<Double>) throws(Ending) -> Double {
        guard let number = Double(try text()), range.contains(number) else {
            throw problem(
                "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
        return number
    }

    func wholeNumber(_ range: ClosedRange<Int>) throws(Ending) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw problem("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func seconds() throws(Ending) -> Double {
        guard let duration = TypedSpan(argument: try text()) else {
            throw problem("is not a time; \(TypedSpan.hint)")
        }
        return duration.seconds
    }
}

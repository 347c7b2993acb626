import Console

extension YAMLNode {
    /// As Swift's own values: dictionaries, arrays, booleans and texts. `<<` adds what it stands for.
    var plain: Any {
        switch value {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        case .scalar(let text, _): return text
        case .sequence(let nodes): return nodes.map(\.plain)
        case .mapping(let mapping):
            var values: [String: Any] = [:]
            for (key, value) in mapping where key.string == "<<" {
                values.merge(value.plain as? [String: Any] ?? [:]) { $1 }
            }
            for (key, value) in mapping where key.string != "<<" {
                values[key.string ?? ""] = value.plain
            }
            return values
        }
    }
}

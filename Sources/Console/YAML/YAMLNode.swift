/// A value of a YAML file, and the line where it begins.
package struct YAMLNode: Sendable {
    package enum Value: Sendable {
        /// `isPlain`: written without quotes, so `~` and `null` mean nothing.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping(YAMLMapping)
    }

    package let value: Value
    /// Counted from 1. Of an alias, the line of what it stands for.
    package let line: Int

    package init(_ value: Value, line: Int) {
        self.value = value
        self.line = line
    }

    /// The text of a single value, as it is written: `1`, `yes` and `~`, too. nil: a list or a mapping.
    package var string: String? {
        if case .scalar(let text, _) = value { text } else { nil }
    }

    package var sequence: [YAMLNode]? {
        if case .sequence(let nodes) = value { nodes } else { nil }
    }

    package var mapping: YAMLMapping? {
        if case .mapping(let mapping) = value { mapping } else { nil }
    }

    /// YAML's null: `~`, `null`, or nothing, without quotes.
    package var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = value else { return false }
        return ["~", "null", "Null", "NULL", ""].contains(text)
    }
}

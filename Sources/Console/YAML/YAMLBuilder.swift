/// Puts values together as a YAML parser names them: lists and mappings open and close around them.
///
/// What is open stands in a list of its own, not on the stack of calls: a file of a hundred thousand
/// brackets is refused.
struct YAMLBuilder {
    enum Collection { case sequence, mapping }

    private struct Open {
        let collection: Collection
        let line: Int
        let anchor: String?
        /// Of all values before it.
        let valuesBefore: Int
        var nodes: [YAMLNode] = []
    }

    private(set) var root: YAMLNode?
    private var stack: [Open] = []
    private var anchors: [String: (node: YAMLNode, values: Int)] = [:]
    private var values = 0
    private var valuesOfAliases = 0

    init() {}

    mutating func open(_ collection: Collection, line: Int, anchor: String?) throws(YAMLFailure) {
        guard stack.count < YAMLReader.deepest else {
            throw YAMLFailure(
                line: line,
                problem: "lists and mappings stand within each other more than "
                    + "\(YAMLReader.deepest) levels deep")
        }
        values += 1
        stack.append(
            Open(collection: collection, line: line, anchor: anchor, valuesBefore: values - 1))
    }

    mutating func close() throws(YAMLFailure) {
        guard let open = stack.popLast() else { return }
        let value: YAMLNode.Value
        switch open.collection {
        case .sequence: value = .sequence(open.nodes)
        case .mapping: value = .mapping(try Self.mapping(open.nodes))
        }
        place(
            YAMLNode(value, line: open.line), anchor: open.anchor,
            values: values - open.valuesBefore)
    }

    mutating func add(_ node: YAMLNode, anchor: String?) throws(YAMLFailure) {
        values += 1
        place(node, anchor: anchor, values: 1)
    }

    /// An alias within its own anchor stands for nothing: the anchor is known when it is closed.
    mutating func addAlias(_ name: String, line: Int) throws(YAMLFailure) {
        guard let meant = anchors[name] else {
            throw YAMLFailure(line: line, problem: "nothing above is named '&\(name.prefix(60))'")
        }
        valuesOfAliases += meant.values
        values += meant.values
        guard valuesOfAliases <= YAMLReader.mostFromAliases else {
            throw YAMLFailure(
                line: line,
                problem: "the aliases (*name) stand for more than \(YAMLReader.mostFromAliases) "
                    + "values: write the values out")
        }
        place(meant.node, anchor: nil, values: meant.values)
    }

    private mutating func place(_ node: YAMLNode, anchor: String?, values: Int) {
        if let anchor { anchors[anchor] = (node, values) }
        if stack.isEmpty { root = node } else { stack[stack.count - 1].nodes.append(node) }
    }

    private static func mapping(_ nodes: [YAMLNode]) throws(YAMLFailure) -> YAMLMapping {
        var names: Set<String> = []
        var entries: [YAMLMapping.Entry] = []
        var rest = nodes[...]
        while let key = rest.popFirst(), let value = rest.popFirst() {
            guard let name = key.string else {
                throw YAMLFailure(line: key.line, problem: "a name must be a single value")
            }
            guard names.insert(name).inserted else {
                throw YAMLFailure(
                    line: key.line, problem: "'\(name.prefix(60))' stands there twice")
            }
            entries.append((key, value))
        }
        return YAMLMapping(entries)
    }
}

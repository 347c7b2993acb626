import Metrics
import Screen

// What rows the panels have: what is drawn and what the cursor moves over. A search narrows down the lists of keys.

extension State {
    func matches(_ text: String) -> Bool {
        filter.isEmpty || text.lowercased().contains(filter.lowercased())
    }

    /// How a name stands in a list that a search leaves whole.
    func matchStyle(_ text: String) -> Style {
        filter.isEmpty || !matches(text) ? .plain : .accent
    }

    /// The resource under the cursor, whichever panel has the focus: whose curve is drawn.
    var selectedResource: String? {
        guard case .resource(let name) = selections[.resources]?.row,
            shown.resources.contains(where: { $0.name == name })
        else { return nil }
        return name
    }

    var resourceRows: [ResourceReport] {
        sorted(shown.resources)
    }

    /// While something is searched for, all keys known that contain it.
    var topKeyRows: [Snapshot.TopKey] {
        if let found = foundKeys { return shownKeyOrder.arranged(found.keys.map(\.counted)) }
        return shownKeyOrder.sorted(shown.topKeys).filter {
            matches($0.key) || matches($0.resource ?? "unclassified")
        }
    }

    /// What the list of keys is of: of what is searched for all that is found.
    var keyList: KeyOrder.List { foundKeys == nil ? keyOrder.list : .missed }

    /// Keys in the list, whatever it is of.
    var listedKeys: [String] {
        switch keyList {
        case .missed: topKeyRows.map(\.key)
        case .lookups, .bandwidth: hotKeyRows.map(\.key)
        case .stampedes: stampedeRows.map(\.example.key)
        }
    }

    /// What was found; nil: nothing is searched for, or the moment that is shown is past, of which few names
    /// are kept.
    var foundKeys: FoundKeys? { shown.found?.text == filter ? shown.found : nil }

    /// The order that was chosen, as far as it is known of the moment that is shown.
    var shownKeyOrder: KeyOrder {
        var order = keyOrder
        // Of the past only the minute before is kept, of old files nothing but the sums.
        let isPast = shown.unavailable.contains {
            $0.what == "topKeys" && $0.subject == Past.subject
        }
        if viewing != nil || isPast { order.window = .minute }
        if !shown.topKeys.contains(where: { !$0.windows.isEmpty }) { order.window = .all }
        return order
    }

    var versionRows: [Snapshot.Version] { shown.versions }

    /// The key under the cursor, also while it is not in the list: what a capital letter is about.
    var selectedKey: String? {
        if case .key(let key) = view { return key }
        return hasChosenRow ? keyUnderCursor : nil
    }

    /// Whether the operator chose it or not.
    var keyUnderCursor: String? {
        if case .key(let key) = view { return key }
        guard case .key(let key) = selections[cursor]?.row else { return nil }
        return key
    }

    /// nil: none is selected, or its text is that of several.
    var selectedKeyBytes: [UInt8]? { selectedKey.flatMap { keyBytes(of: $0) } }

    /// What the selected key would fill into a question: the `42` of `product:42`.
    func identifier(for kind: InvalidationScope.Kind) -> [UInt8]? {
        guard let key = selectedKeyBytes else { return nil }
        if kind == .key { return key }
        let grammar = history.grammar
        guard case .resource(let index) = grammar.classify(key), let id = grammar.identifier(key)
        else { return nil }
        let resource = grammar.policy.resources[index].name
        let fits =
            switch kind {
            case .product, .inventory: resource == "product" || resource == "inventory"
            default: resource == kind.rawValue
            }
        return fits ? id : nil
    }

    /// The same for a key that the operator wants something of: nil is explained.
    mutating func knownBytes(of text: String) -> [UInt8]? {
        let key = keyBytes(of: text)
        if key == nil {
            say(
                "Only a part of this key's name is known, and other keys may have it, too.",
                .warning)
        }
        return key
    }

    /// The bytes of a key that is shown; nil: its text does not say which key it is.
    func keyBytes(of text: String) -> [UInt8]? {
        let isCut = shown.topKeys.contains {
            $0.keyIsCut == true && $0.key.utf8.elementsEqual(text.utf8)
        }
        return isCut ? nil : history.keyBytes(of: text)
    }
}

/// What a panel's rule says: its name, which never gives way, and at the right end its parts.
///
/// One order for all panels: trouble, then more of the name (what it is of), then notices, ages, choices and the
/// rest. Each first gets its shortest form, the most important first, and is left out whole where that has no
/// room; what room is left makes forms longer in the same order.
package struct RuleTitle: Sendable, Hashable {
    /// Longest first; the last always stands there.
    package var names: [DisplayText]
    /// In their order on the screen.
    package var parts: [RulePart]

    package init(_ names: [DisplayText], _ parts: [RulePart] = []) {
        self.names = names
        self.parts = parts.filter { !$0.forms.isEmpty }
    }

    /// Columns between two parts, and those around the name and around the parts.
    private static let gap = 2
    private static let around = 2

    /// The name and the parts that there is room for in so many columns, a part of the rule between them included.
    package func fitted(to columns: Int) -> (name: DisplayText, words: Line) {
        var name = names.last ?? DisplayText()
        var forms = [Line?](repeating: nil, count: parts.count)
        let order = parts.indices.sorted { (parts[$0].rank, $0) < (parts[$1].rank, $1) }
        let troubles = order.filter { parts[$0].rank == .trouble }
        func place(_ indices: [Int]) {
            for index in indices {
                var more = forms
                more[index] = parts[index].forms.last
                if Self.columns(name, more) <= columns { forms = more }
            }
        }
        place(troubles)
        name = names.first { Self.columns($0, forms) <= columns } ?? name
        place(order.filter { parts[$0].rank != .trouble })
        for index in order where forms[index] != nil {
            for form in parts[index].forms {
                var longer = forms
                longer[index] = form
                guard Self.columns(name, longer) <= columns else { continue }
                forms = longer
                break
            }
        }
        let words = forms.compactMap(\.self).reduce(Line()) {
            $0.isEmpty ? $1 : $0 + Line("  ") + $1
        }
        return (name, words)
    }

    private static func columns(_ name: DisplayText, _ forms: [Line?]) -> Int {
        let words = forms.compactMap { $0?.columns }
        guard !words.isEmpty else { return name.columns + around }
        // A column of the rule stays between the name and the parts.
        return name.columns + around + 1 + words.reduce(0, +) + gap * (words.count - 1) + around
    }
}

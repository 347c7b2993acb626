package import Metrics
import Screen

/// The identifier of a scope while it is asked for: what is typed, the known names that fit it, and which
/// of them stands in the field.
///
/// A name is bytes: one that is chosen keeps its own, whatever its text looks like. One that neither keys
/// nor events have named is sent only when Enter is pressed a second time.
package struct Question: Sendable, Hashable {
    static let proposals = 200

    package let kind: InvalidationScope.Kind
    /// What stands in the field.
    package private(set) var text = ""
    /// The bytes that `text` stands for, where they were not typed.
    private var exact: [UInt8]?
    /// What was typed: the names are those that fit it.
    private var typed: [UInt8] = []
    private var typedText = ""
    /// Nothing has been typed into a field that was filled with a proposal: what is typed replaces it.
    private var isProposal = false
    /// nil: a pattern, which has no names.
    let known: KnownNames?
    private(set) var names: [KnownNames.Name] = []
    /// Which of `names` stands in the field; nil: what was typed.
    private(set) var choice: Int?
    private var warnedOf: [UInt8]?

    /// - Parameter isProposal: the operator has not typed `name`.
    init(
        _ kind: InvalidationScope.Kind, known: KnownNames?, filledWith name: [UInt8]? = nil,
        isProposal: Bool = false
    ) {
        self.isProposal = isProposal && name != nil
        self.kind = kind
        self.known = known
        if let name {
            (text, exact) = (KeyText.text(name), name)
            typed = name
            typedText = text
        }
        findNames()
    }

    package var argument: [UInt8] { exact ?? Array(text.utf8) }

    /// Whether the operator was told that nothing has named it.
    var isWarned: Bool { warnedOf == argument }

    mutating func press(_ key: KeyPress) {
        switch key {
        case .tab, .down: choose(step: 1)
        case .backTab, .up: choose(step: -1)
        default:
            var old = text
            if isProposal, case .character = key { old = "" }
            let edited = InputLine.edited(old, by: key)
            guard edited != text else { return }
            isProposal = false
            (text, exact, choice) = (edited, nil, nil)
            typed = Array(edited.utf8)
            typedText = edited
            findNames()
        }
    }

    /// Whether what stands in the field may be planned. One that is not known may at the second time.
    mutating func submit() -> Bool {
        guard !isWarned, known?.verdict(on: argument) == .unseen else { return true }
        warnedOf = argument
        return false
    }

    private mutating func findNames() {
        names = known?.fitting(typed, limit: Self.proposals) ?? []
    }

    /// The next name, and behind the last one what was typed.
    private mutating func choose(step: Int) {
        guard !names.isEmpty else { return }
        // What was typed may be the first name itself.
        let current = choice ?? (names.first?.bytes == argument ? 0 : nil)
        let places = names.count + 1
        let place = ((current.map { $0 + 1 } ?? 0) + step + places) % places
        choice = place == 0 ? nil : place - 1
        if let choice, names.indices.contains(choice) {
            (text, exact) = (names[choice].text, names[choice].bytes)
        } else {
            (text, exact) = (typedText, typed)
        }
    }
}

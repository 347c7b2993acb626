/// Reads the pairs of an entry that holds more than the native form: what other publishers write.
///
/// Beside `hit KEY` (here in any case) it knows an outcome named by `type`, `event`, `outcome` or
/// `op` together with `key`, and a JSON object of such fields in `data`, `payload` or `json`. What
/// else stands beside an event of these forms describes it. The native form alone never comes here:
/// see `EventTally.add`.
struct EntryReader {
    private(set) var findings = EntryFindings()
    private let grammar: KeyGrammar
    private let wantsNotes: Bool
    private let depth: Int
    private var weight: UInt64
    private var source: [UInt8]?
    /// The entry has events: of the native form, or found here.
    private var hasEvents: Bool
    /// One of them is of another form: unknown fields describe it.
    private var isForeign = false
    /// Named by two fields, in either order.
    private var outcome: Outcome?
    private var key: [UInt8]?
    /// The field that names an outcome which is none, as an index of `others`.
    private var otherOutcome: Int?
    /// Fields that are nothing so far.
    private var others: [(field: [UInt8], isKey: Bool)] = []

    /// How deep an object may lie within objects, the outermost included.
    static let deepest = 2

    init(
        grammar: KeyGrammar, weight: UInt64 = 1, source: [UInt8]? = nil, hasEvents: Bool = false,
        wantsNotes: Bool = false, depth: Int = 0
    ) {
        self.grammar = grammar
        self.weight = weight
        self.source = source
        self.hasEvents = hasEvents
        self.wantsNotes = wantsNotes
        self.depth = depth
    }

    mutating func add(
        field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>
    ) {
        if let outcome = Outcome(field) {
            add(outcome, key: Array(value), field: field)
            return
        }
        switch FieldName(field) {
        case .outcome:
            if let named = Outcome(anyCase: value) {
                endNamedEvent()
                outcome = named
            } else {
                otherOutcome = otherOutcome ?? others.count
                others.append((Array(field), false))
            }
        case .key:
            endNamedEvent()
            key = Array(value)
        case .weight: setWeight(value)
        case .source: source = Array(value)
        case .object:
            if !addObject(value) { others.append((Array(field), isKey(value))) }
        case nil:
            if let outcome = Outcome(anyCase: field), !field.has("cache", at: 0) {
                isForeign = true
                add(outcome, key: Array(value), field: field)
            } else {
                others.append((Array(field), isKey(value)))
            }
        }
    }

    /// The members as pairs. Their order means nothing, so weight and source come first.
    mutating func add(_ object: JSONObject) {
        for member in object.members {
            switch FieldName(member.name) {
            case .weight:
                (member.string ?? Array(member.value)).withUnsafeBufferPointer { setWeight($0) }
            case .source: source = member.string ?? source
            default: break
            }
        }
        for member in object.members {
            let name = FieldName(member.name)
            if name == .weight || name == .source { continue }
            if let string = member.string {
                string.withUnsafeBufferPointer { add(field: member.name, value: $0) }
            } else if name == .key && member.isNumber || name == .object && member.isObject {
                add(field: member.name, value: member.value)
            } else {
                others.append((Array(member.name), false))
            }
        }
    }

    /// False: there is no event in it, and nothing was taken from it.
    private mutating func addObject(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard depth < Self.deepest, let object = JSONObject(text) else { return false }
        var inner = EntryReader(
            grammar: grammar, weight: weight, source: source, wantsNotes: wantsNotes,
            depth: depth + 1)
        inner.add(object)
        inner.finish()
        guard !inner.findings.events.isEmpty else { return false }
        hasEvents = true
        isForeign = true
        findings.add(inner.findings)
        return true
    }

    /// To be called once, behind the last pair.
    mutating func finish() {
        endNamedEvent()
        if isForeign {
            if key != nil { others.append((Array("key".utf8), false)) }
            for other in others { note(.describes(field: other.field)) }
            return
        }
        if let outcome {
            unknown(Array(outcome.word.utf8), .noKey)
        } else if key != nil, let index = otherOutcome {
            unknown(others.remove(at: index).field, .outcome)
        } else if let key {
            others.append((Array("key".utf8), key.withUnsafeBufferPointer { isKey($0) }))
        }
        for other in others {
            unknown(other.field, hasEvents ? .outcome : .form, counts: !hasEvents || other.isKey)
        }
    }

    // MARK: What was found

    private mutating func endNamedEvent() {
        guard let outcome, let key else { return }
        self.outcome = nil
        self.key = nil
        isForeign = true
        add(outcome, key: key, field: nil)
    }

    private mutating func add(
        _ outcome: Outcome, key: [UInt8], field: UnsafeBufferPointer<UInt8>?
    ) {
        guard !key.isEmpty else {
            unknown(field.map { Array($0) } ?? Array(outcome.word.utf8), .noKey)
            return
        }
        hasEvents = true
        let event = CacheEvent(outcome, key: key, weight: weight, source: source)
        findings.events.append(event)
        note(.event(event))
    }

    private mutating func setWeight(_ text: UnsafeBufferPointer<UInt8>) {
        if let number = EventTally.weight(text) {
            weight = number
        } else {
            weight = 1
            findings.badWeights += 1
            note(.unknown(field: [UInt8(ascii: "n")], .weight))
        }
    }

    private mutating func unknown(
        _ field: [UInt8], _ reason: UnknownReason, counts: Bool = true
    ) {
        findings.unknown += 1
        if counts { findings.against += 1 }
        note(.unknown(field: field, reason))
    }

    private mutating func note(_ note: EntryFindings.Note) {
        guard wantsNotes, findings.notes.count < EntryFindings.mostNotes else { return }
        findings.notes.append(note)
    }

    private func isKey(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        if case .resource = grammar.classifyEvent(value) { return true }
        return false
    }
}

/// What a field's name says of its value, whatever the name's case.
enum FieldName {
    case outcome, key, weight, source, object

    init?(_ field: UnsafeBufferPointer<UInt8>) {
        func isOneOf(_ names: StaticString...) -> Bool {
            names.contains { equalIgnoringCase(field, $0) }
        }
        guard (1...7).contains(field.count) else { return nil }
        if isOneOf("type", "event", "outcome", "op") {
            self = .outcome
        } else if isOneOf("key") {
            self = .key
        } else if isOneOf("n") {
            self = .weight
        } else if isOneOf("src") {
            self = .source
        } else if isOneOf("data", "payload", "json") {
            self = .object
        } else {
            return nil
        }
    }
}

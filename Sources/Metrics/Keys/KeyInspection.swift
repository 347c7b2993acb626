/// What the server said of one key that an operator looks at.
package struct KeyInspection: Sendable, Hashable {
    package enum Question: String, Sendable, Hashable, Codable, CaseIterable {
        case pttl = "PTTL"
        case type = "TYPE"
        case memory = "MEMORY USAGE"
        case encoding = "OBJECT ENCODING"
        case idle = "OBJECT IDLETIME"
        case frequency = "OBJECT FREQ"
        /// STRLEN, HLEN and their like, by the type.
        case length = "length"
        case value = "GETRANGE"
    }

    /// The first bytes of a string, as text that is safe to show.
    package enum Value: Sendable, Hashable {
        case text(String, isWhole: Bool)
        /// Why it is not shown.
        case withheld(String)
    }

    package var key: [UInt8]
    /// On the server's clock.
    package var at: Timestamp
    /// −1: never expires, −2: not there.
    package var pttl: Int64?
    /// `string`, `hash`, …; `none`: not there.
    package var type: String?
    package var bytes: UInt64?
    package var encoding: String?
    package var idleSeconds: UInt64?
    /// The server's logarithmic counter of uses, under an LFU policy.
    package var frequency: UInt64?
    /// Bytes of a string, elements of everything else.
    package var length: UInt64?
    package var value: Value?
    /// When length and value were read; nil: they were not asked for.
    package var valueAt: Timestamp?
    /// In the server's words; what is refused is not asked again.
    package var refused: [Question: String] = [:]

    package init(key: [UInt8], at: Timestamp) {
        self.key = key
        self.at = at
    }

    /// nil: neither PTTL nor TYPE may be asked.
    package var isThere: Bool? {
        if let pttl { return pttl != -2 }
        return type.map { $0 != "none" }
    }

    var fact: KeyFact { KeyFact(key: key, pttl: pttl, bytes: bytes, at: at) }

    /// What was read once stays, with its time and its refusals, while the key is looked at again without it.
    mutating func keepValue(of earlier: KeyInspection?) {
        guard let earlier, earlier.key == key, isThere != false, valueAt == nil else { return }
        (value, length, valueAt) = (earlier.value, earlier.length, earlier.valueAt)
        for question in [Question.length, .value] {
            refused[question] = refused[question] ?? earlier.refused[question]
        }
    }
}

/// What one poll of a listener's key saw.
package enum ListenerReading: Sendable, Hashable {
    case beat(ListenerBeat)
    /// The key is there and is no sign of life: why, as a sentence.
    case unreadable(String)
    /// The key does not exist: there is no such listener, or it has stopped.
    case absent
    /// The key could not be read, which says nothing of the listener.
    case unavailable

    /// - Parameter value: of the listener's key.
    package init(_ value: [UInt8], of name: [UInt8]) {
        if let beat = ListenerBeat(json: value) {
            self = .beat(beat)
        } else {
            self = .unreadable(
                "\(ListenerKey.text(of: name)) is no listener's JSON but "
                    + "\"\(KeyText.text(Array(value.prefix(40))))\": how far the listener came is not "
                    + "known. Let only 'storefront listen' write this key.")
        }
    }

    /// - Parameter type: of a key that is no string, as TYPE names it.
    package init(type: String, of name: [UInt8]) {
        self = .unreadable(
            "\(ListenerKey.text(of: name)) is a \(type), not a listener's JSON. Delete it.")
    }
}

/// One sign of life of a listener. What it does not say, or says as something else, is unknown.
package struct ListenerBeat: Sendable, Hashable {
    /// When it was written, by the clock of Redis.
    package var at: Timestamp?
    /// The id in the outbox up to which everything is removed once.
    package var position: Int64?
    /// Changes that are not.
    package var backlog: Int64?
    /// Changes that have their second removal before them.
    package var secondRemovals: Int64?

    package init(
        at: Timestamp? = nil, position: Int64? = nil, backlog: Int64? = nil,
        secondRemovals: Int64? = nil
    ) {
        self.at = at
        self.position = position
        self.backlog = backlog
        self.secondRemovals = secondRemovals
    }

    /// nil for what is no JSON object, or says none of it.
    package init?(json: [UInt8]) {
        let beat = json.withUnsafeBufferPointer { text -> ListenerBeat? in
            guard let object = JSONObject(text) else { return nil }
            return ListenerBeat(
                at: object.count("at").map { Timestamp(milliseconds: $0) },
                position: object.count("position"), backlog: object.count("backlog"),
                secondRemovals: object.count("secondRemovals"))
        }
        guard let beat, beat != ListenerBeat() else { return nil }
        self = beat
    }
}

extension JSONObject {
    /// A member that is an integer and not negative.
    fileprivate func count(_ name: StaticString) -> Int64? {
        guard let member = members.first(where: { equal($0.name, name) }), member.isNumber
        else { return nil }
        let text = String(decoding: member.value, as: UTF8.self)
        let value = Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
        return value.flatMap { $0 >= 0 ? $0 : nil }
    }
}

/// An alert that began, grew worse or ended: each once.
package struct AlertChange: Sendable, Hashable, Codable {
    package enum Event: String, Sendable, Hashable, Codable {
        case began, worsened, ended
    }

    package var event: Event
    package var alert: Alert
    /// When it last held; nil: it holds.
    package var until: Timestamp?
    /// It held when cachetop began to look: when it began is not known.
    package var heldAtStart: Bool

    package init(
        _ event: Event, _ alert: Alert, until: Timestamp? = nil, heldAtStart: Bool = false
    ) {
        self.event = event
        self.alert = alert
        self.until = until
        self.heldAtStart = heldAtStart
    }
}

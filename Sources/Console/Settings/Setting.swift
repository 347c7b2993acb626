/// What a setting is given as, and where: a sentence about a wrong one names the place to change.
package struct Setting: Sendable, Hashable {
    package let text: String
    /// `--interval`, `CACHETOP_INTERVAL`, `'interval' in cachetop.yaml`.
    package let place: String

    package init(_ text: String, from place: String) {
        self.text = text
        self.place = place
    }

    /// - Parameter hint: what to write instead, without a full stop.
    package func wrong(_ hint: String) -> Ending {
        Ending(.usedWrongly, "\(place) is '\(text)'; \(hint).")
    }
}

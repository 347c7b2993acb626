/// A moment that was recorded, and how far apart its neighbours are.
package struct PastMoment: Sendable, Hashable {
    package var at: Timestamp
    package var resolutionSeconds: Int
    /// Of before the start, or out of a file: only a part of it is known.
    package var isReadBack: Bool

    package init(at: Timestamp, resolutionSeconds: Int, isReadBack: Bool = false) {
        self.at = at
        self.resolutionSeconds = resolutionSeconds
        self.isReadBack = isReadBack
    }
}

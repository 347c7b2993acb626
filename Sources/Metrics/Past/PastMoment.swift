/// A moment that was recorded, and how far apart its neighbours are.
package struct PastMoment: Sendable, Hashable {
    package var at: Timestamp
    package var resolutionSeconds: Int

    package init(at: Timestamp, resolutionSeconds: Int) {
        self.at = at
        self.resolutionSeconds = resolutionSeconds
    }
}

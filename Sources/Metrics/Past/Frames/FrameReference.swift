/// Where a frame is found, for a curve that reads a number of each.
struct FrameReference {
    var at: Timestamp
    var intervalSeconds: Float
    var outline: Int32
    var slotSeconds: Float
    var ring: Int
    /// Of its bytes in the ring's.
    var offset: Int

    /// Whether a frame later is the next that was due.
    func isFollowed(by next: FrameReference) -> Bool {
        let interval = Double(max(intervalSeconds, next.intervalSeconds))
        return next.at.seconds(since: at) <= Double(slotSeconds) + 1.5 * interval
    }
}

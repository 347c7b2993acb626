import Metrics
import RedisClient

/// Reads events off a Pub/Sub channel: one a line, any number of lines a message.
///
/// Pub/Sub keeps nothing: what was published while the connection was down is lost, uncounted,
/// so each reconnection is a gap and windows are covered only from then on.
struct PubSubTail {
    let channel: String
    let intake: EventIntake
    let clock: ServerClock

    private var hadConnection = false
    private var droppedBefore: UInt64 = 0

    init(channel: String, intake: EventIntake, clock: ServerClock) {
        self.channel = channel
        self.intake = intake
        self.clock = clock
    }

    /// Reads until the connection or the task ends.
    mutating func follow(_ connection: RedisConnection) async throws(RedisError) {
        try await clock.synchronize(connection)
        let messages = try await connection.subscribe(channel: Array(channel.utf8))
        let now = clock.now
        let isAgain = hadConnection
        hadConnection = true
        intake.noteRead(at: now)
        intake.update {
            $0.problem = nil
            $0.coveredFrom = now
            if isAgain { $0.gaps += 1 }
        }
        var iterator = messages.makeAsyncIterator()
        // A message is read when it is sent: up to its end the connection has missed none.
        defer { intake.noteRead(at: clock.now) }
        while let message = try await iterator.next() {
            let now = clock.now
            for line in LineDecoder.text(message).split(separator: UInt8(ascii: "\n")) {
                line.withUnsafeBufferPointer { intake.take(line: $0, at: now) }
            }
            let dropped = droppedBefore + UInt64(messages.dropped)
            intake.update { $0.dropped = dropped }
        }
        droppedBefore += UInt64(messages.dropped)
    }
}

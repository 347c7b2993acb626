/// What a happening did to the hit rate, as far as it is known at a moment: rows and details say this.
package enum HitRateEffect: Sendable, Hashable {
    /// The rate was lower since, by more than noise.
    case drop
    /// It was lower, by little.
    case slight
    /// It was notably lower, of so few look-ups that it may be chance.
    case unclear
    /// It was not lower; `isOver`: nor will be, by this.
    case noDrop(isOver: Bool)
    /// Too little time has passed; it is judged at that moment.
    case tooEarly(until: Timestamp)
    /// Something else took over before it could be judged.
    case overtaken
    /// No look-ups before it, or since.
    case unknown

    /// The lowest rate since is its own.
    package var isKnown: Bool {
        switch self {
        case .drop, .slight, .unclear, .noDrop: true
        case .tooEarly, .overtaken, .unknown: false
        }
    }
}

extension Aftermath {
    /// Ten seconds of look-ups after it, and what its alert waits for.
    package static let judgedAfterSeconds = 10 + AlertRule.hitRateDropped.hold.beginsAfter

    /// - Parameters:
    ///   - moment: when it happened.
    ///   - now: when the rates are of.
    package func effect(of moment: Timestamp, at now: Timestamp) -> HitRateEffect {
        guard let before = hitRateBefore, let lowest = hitRateLowest else { return .unknown }
        if severity != nil || alertedAt != nil { return .drop }
        let judgedAt = moment.adding(seconds: Self.judgedAfterSeconds)
        if let followedUntil {
            if followedUntil < judgedAt { return .overtaken }
        } else if recoveredAt == nil, now < judgedAt {
            return .tooEarly(until: judgedAt)
        }
        if lowest >= before { return .noDrop(isOver: isOver) }
        return before - lowest > Self.notableDrop ? .unclear : .slight
    }
}

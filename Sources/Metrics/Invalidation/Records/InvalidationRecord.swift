/// One invalidation, by this cachetop or by others, as the timeline, the snapshot and the
/// trail have it.
package struct InvalidationRecord: Sendable, Hashable, Codable {
    package enum Way: String, Sendable, Hashable, Codable { case api, redis, observed }
    package enum Outcome: String, Sendable, Hashable, Codable {
        /// Stopped early is `notDone`, whatever was removed until then: see `stoppedEarly`.
        case done, notDone, unknown, refused, dryRun
        /// The API has taken the request (202) and does not say that it is done.
        case accepted
        /// It began and no end was reported so far: under way, or, after `silenceLimit`, cut off.
        case unfinished

        /// For sentences: facts are compared by the case, never by these.
        package var words: String {
            switch self {
            case .done: "done"
            case .notDone: "not done"
            case .unknown: "outcome unknown"
            case .refused: "refused"
            case .dryRun: "dry run"
            case .accepted: "accepted"
            case .unfinished: "unfinished"
            }
        }
    }

    /// Seconds without a report after which an attempt that began counts as unfinished.
    package static let silenceLimit = 60.0

    /// The same attempt has the same id everywhere; null of what was only observed.
    @Nullable package var id: String?
    /// When it began.
    package var at: Timestamp
    /// `search`, `product 42`, or what was observed: `bump version:search`.
    package var scope: String
    /// user@host, or the event's `src`.
    @Nullable package var by: String?
    package var via: Way
    package var outcome: Outcome
    package var message: String
    /// What it did, or would do, to Redis; through the API what its scope means by the policy. null: not
    /// known, as of a record that an older cachetop wrote.
    @Nullable package var steps: [RecordedStep]?
    /// The resources that it affects, by name; null: not known.
    @Nullable package var resources: [String]?
    /// The counter before and after; null where there is none.
    @Nullable package var from: Int64?
    @Nullable package var to: Int64?
    /// Keys of the frozen list that existed when the plan was made; null where there is no list (a
    /// bump, the API, what was observed).
    @Nullable package var keysPlanned: UInt64?
    @Nullable package var keysRemoved: UInt64?
    /// Keys of the plan that no longer existed when their UNLINK came.
    @Nullable package var keysAlreadyGone: UInt64?
    /// Keys that were there again at `verifiedAt`, after their UNLINK was answered. Of those
    /// that were looked at then (`keysVerified`), which is a sample of a long list.
    @Nullable package var keysRewritten: UInt64?
    @Nullable package var keysVerified: UInt64?
    /// Keys that the scope names and that did not exist when the plan was made: so many were there at
    /// `verifiedAt`.
    @Nullable package var keysAppeared: UInt64?
    /// When they were looked at; what was written later is not known. null: not known, or not looked at.
    @Nullable package var verifiedAt: Timestamp?
    /// The same again, of the keys that it names, while its details are on a screen; null: not asked lately.
    @Nullable package var keysNow: KeysNow?
    /// Whether the operator stopped it before its end; null where it can't be stopped.
    @Nullable package var stoppedEarly: Bool?
    @Nullable package var durationSeconds: Double?
    /// Until when the CDN or a page may serve the old copy.
    @Nullable package var edgeStaleUntil: Timestamp?
    /// Why the audit trail lacks it, or a part of it; null: the trail is whole.
    @Nullable package var trailProblem: String?
    /// null without traffic, and of what changed nothing.
    @Nullable package var aftermath: Aftermath?

    /// How many of the keys that a record names are there.
    package struct KeysNow: Sendable, Hashable, Codable {
        package var at: Timestamp
        package var of: UInt64
        package var there: UInt64

        package init(at: Timestamp, of: UInt64, there: UInt64) {
            self.at = at
            self.of = of
            self.there = there
        }
    }

    package init(
        id: String? = nil, at: Timestamp, scope: String, by: String?, via: Way, outcome: Outcome,
        message: String, steps: [RecordedStep]? = nil, resources: [String]? = nil,
        from: Int64? = nil, to: Int64? = nil,
        keysPlanned: UInt64? = nil, keysRemoved: UInt64? = nil, keysAlreadyGone: UInt64? = nil,
        keysRewritten: UInt64? = nil, keysVerified: UInt64? = nil, stoppedEarly: Bool? = nil,
        durationSeconds: Double? = nil, edgeStaleUntil: Timestamp? = nil,
        trailProblem: String? = nil
    ) {
        self.id = id
        self.at = at
        self.scope = scope
        self.by = by
        self.via = via
        self.outcome = outcome
        self.message = message
        self.steps = steps
        self.resources = resources
        self.from = from
        self.to = to
        self.keysPlanned = keysPlanned
        self.keysRemoved = keysRemoved
        self.keysAlreadyGone = keysAlreadyGone
        self.keysRewritten = keysRewritten
        self.keysVerified = keysVerified
        self.stoppedEarly = stoppedEarly
        self.durationSeconds = durationSeconds
        self.edgeStaleUntil = edgeStaleUntil
        self.trailProblem = trailProblem
    }

    /// Whether the cache has changed by it, or may have.
    package var changedSomething: Bool {
        switch outcome {
        case .unknown, .accepted, .unfinished: true
        // Without a count (the API, what was observed) only the one who did it knows.
        case .done: keysRemoved.map { $0 > 0 } ?? true || to != nil
        case .notDone: (keysRemoved ?? 0) > 0 || to != nil
        case .refused, .dryRun: false
        }
    }

    /// When the attempt was last heard of.
    package var lastReportAt: Timestamp { at.adding(seconds: durationSeconds ?? 0) }

    /// Whether it is known how it ended, or that it ended without a report.
    package func isOver(at moment: Timestamp) -> Bool {
        outcome != .unfinished || moment.seconds(since: lastReportAt) >= Self.silenceLimit
    }
}

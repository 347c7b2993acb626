// How long what a sweep counted is true.

extension History {
    /// Fewer say nothing.
    private static let leastSwept: UInt64 = 50

    /// Where less than half is left of what the newest sweep met, as after a FLUSH, no count of it is true any
    /// more, nor becomes so when the database fills again: what is not known is not shown until the next sweep.
    mutating func forgetSurvey(after poll: ServerPoll) {
        // In a cluster INFO is one node's, and the sweep saw all.
        guard let survey, survey.isComplete, !poll.isCluster, let keys = poll.keys,
            poll.at > survey.takenAt
        else { return }
        let met = min(UInt64(survey.looked), survey.databaseKeys ?? .max)
        guard met >= Self.leastSwept, keys < met / 2 else { return }
        self.survey = nil
        (lifeSurvey, memorySurvey, streamBytes) = (nil, nil, nil)
    }

    /// A counter that was raised during the sweep or since: keys of its new generation were not all counted.
    func isRaised(_ counter: String?, since survey: KeyspaceSurvey) -> Bool {
        guard let counter else { return false }
        let key = policy.key(ofCounter: counter)
        return counters.first { $0.key == key }?.changedAt.map { $0 > survey.startedAt } ?? false
    }
}

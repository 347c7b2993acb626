import Metrics
import RedisClient

/// What one sweep has found so far, node by node.
struct SweepCourse {
    var survey: KeyspaceSurvey
    let began: Double
    /// Hashes of the keys that were met; nil: too many to remember.
    var seen: Set<Int>? = []
    var isLastNode = true
    /// Where SCAN goes on; nil: it came to its end.
    var cursor: [UInt8]? = ScanPage.start
    /// Keys that were found and not asked about yet.
    var found: [[UInt8]] = []

    init(survey: KeyspaceSurvey, began: Double) {
        self.survey = survey
        self.began = began
    }

    var isOver: Bool { cursor == nil && found.isEmpty }
    /// Keys to ask about, at most.
    var left: Int { cursor == nil ? found.count : .max }

    /// A page of SCAN: keys that it has not returned before are to be asked about.
    mutating func take(_ page: ScanPage) {
        found = KeyspaceSweep.fresh(page.keys, &seen)
        if seen == nil { survey.isDistinct = false }
        cursor = page.next
    }

    /// Enters what was answered about some keys.
    mutating func enter(
        _ answers: SweepBatch.Answers, about keys: [[UInt8]], at now: Timestamp,
        _ grammar: KeyGrammar
    ) {
        for (index, key) in keys.enumerated() {
            survey.add(
                key, pttl: answers.pttl[index], bytes: answers.bytes[index], grammar: grammar,
                at: now)
        }
        survey.refused += answers.refusedKeys.count
        survey.takenAt = now
        survey.seconds = ServerClock.monotonicSeconds() - began
    }
}

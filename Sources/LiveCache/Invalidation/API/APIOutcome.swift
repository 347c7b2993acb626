import Metrics

/// What several requests to the API came to, and with what Redis shows, the result.
struct APIOutcome: Sendable {
    private let requests: [InvalidationPlan.Request]
    private var answers: [APIAnswer] = []
    private var failure: APIAnswer?
    private var refusal: String?
    var isStopped = false

    init(_ requests: [InvalidationPlan.Request]) { self.requests = requests }

    init(refused why: String) {
        requests = []
        refusal = why
    }

    /// - Returns: whether the next request may be sent.
    mutating func take(_ answer: APIAnswer) -> Bool {
        switch answer.verdict {
        case .done, .accepted, .silent:
            answers.append(answer)
            return true
        case .notDone, .unknown, .unsent:
            failure = answer
            return false
        }
    }

    /// - Parameter testimony: nil: Redis could not be asked.
    func result(_ testimony: APITestimony?) -> APIResult {
        if let refusal { return APIResult(.refused, refusal) }
        if let failure { return failed(failure, testimony) }
        if isStopped { return stopped }
        if let silent = answers.first(where: { $0.verdict == .silent }) {
            return unspoken(silent, testimony)
        }
        if let accepted = answers.first(where: { $0.verdict == .accepted }) {
            return APIResult(.accepted, accepted.message)
        }
        return claimed(answers.last?.message ?? "Nothing was sent.", testimony)
    }

    /// It says that it is done: Redis may show that it is not.
    private func claimed(
        _ message: String, _ testimony: APITestimony?
    ) -> APIResult {
        guard let testimony else {
            return APIResult(.done, message + " Redis could not be asked whether it is.")
        }
        if let doubt = testimony.doubt { return doubted(message, doubt, testimony) }
        var result = APIResult(.done, message)
        (result.from, result.to) = (testimony.from, testimony.to)
        result.message += Self.shown(testimony) ?? " Redis has nothing to check it by."
        return result
    }

    /// A success without a word.
    private func unspoken(
        _ answer: APIAnswer, _ testimony: APITestimony?
    ) -> APIResult {
        if let testimony, let shown = Self.shown(testimony) {
            var result = APIResult(.done, answer.message + shown)
            (result.from, result.to) = (testimony.from, testimony.to)
            return result
        }
        if let testimony, let doubt = testimony.doubt {
            return doubted(answer.message, doubt, testimony)
        }
        let why =
            testimony == nil
            ? "Redis could not be asked, either" : "Redis has nothing to check it by"
        return APIResult(
            .unknown,
            "\(answer.message) \(why), so the outcome is not known. Check the API's log, or use "
                + "--via redis.")
    }

    /// nil: it proves nothing.
    private static func shown(_ testimony: APITestimony) -> String? {
        guard testimony.isProof, let change = testimony.change else { return nil }
        return " Redis shows it: \(change)."
    }

    private func doubted(
        _ message: String, _ doubt: String, _ testimony: APITestimony
    ) -> APIResult {
        var result = APIResult(
            .unknown,
            "\(message) But \(doubt), so the outcome is not known. Check the API's log and its "
                + "Redis, or use --via redis.")
        (result.from, result.to) = (testimony.from, testimony.to)
        return result
    }

    /// What Redis shows beside a no is reported, and changes nothing: a copy may have expired.
    private func failed(
        _ failure: APIAnswer, _ testimony: APITestimony?
    ) -> APIResult {
        var outcome: InvalidationRecord.Outcome =
            failure.verdict == .unknown ? .unknown : .notDone
        var message = failure.message
        if let testimony, let change = testimony.change {
            let why = testimony.mayHaveExpired ? "; a TTL may have run out" : ""
            message += " In Redis, though, \(change)\(why)."
        }
        if outcome == .notDone { message += " Or use --via redis." }
        if !answers.isEmpty {
            // A part is done, so the whole is not "not done".
            outcome = .unknown
            message =
                "\(answers.count) of \(requests.count) were answered as done, then: \(message)"
        }
        return APIResult(outcome, message)
    }

    private var stopped: APIResult {
        let rest = requests.dropFirst(answers.count).compactMap(\.value).joined(separator: ", ")
        var result = APIResult(
            answers.isEmpty ? .notDone : .unknown,
            "Stopped: \(answers.count) of \(requests.count) requests were sent and answered; not "
                + "sent: \(rest).")
        result.stoppedEarly = true
        return result
    }
}

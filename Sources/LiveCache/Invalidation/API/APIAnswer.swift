import Metrics
import NIOHTTP1

/// What one answer of the API means. "Done" needs a yes in its body, or Redis to show it.
///
/// Of the answer itself only what is known to be harmless is shown: the status, when to try again, and
/// the text of an error that no secret can be in.
struct APIAnswer: Sendable, Hashable {
    enum Verdict: Sendable, Hashable {
        case done
        /// It took the request (202).
        case accepted
        /// A success without a word: Redis decides.
        case silent
        case notDone, unknown
        /// No connection came about: the request surely did not arrive.
        case unsent
    }

    var verdict: Verdict
    /// Sentences for the operator.
    var message: String

    init(_ verdict: Verdict, _ message: String) {
        self.verdict = verdict
        self.message = message
    }

    init(_ answer: HTTPAnswer, secrets: [String], now: Timestamp) {
        let body = APIBody(answer.body)
        let (verdict, sentence) = Self.meaning(of: answer, body)
        self.init(verdict, sentence)
        switch verdict {
        case .done, .accepted, .silent: break
        case .notDone, .unknown, .unsent:
            let text = body.errorText ?? Self.plainText(answer)
            if let text = text.flatMap({ SecretGuard(secrets).harmless($0) }) {
                message += " It says: \(text)"
                if let last = text.last, !".!?…".contains(last) { message += "." }
            }
        }
        if let value = answer.headers.first(name: "retry-after"),
            let retry = RetryAfter(value, date: answer.headers.first(name: "date"), now: now)
        {
            message += " \(retry.sentence)"
        }
    }

    private static func meaning(of answer: HTTPAnswer, _ body: APIBody) -> (Verdict, String) {
        let status = answer.status
        switch status {
        case 200..<300: return success(answer, body)
        case 500...599 where body.saysNo:
            return (.notDone, "The API failed (\(status)) and says that it did not do it.")
        case 500, 502, 504:
            // A gateway gave up waiting, or the API broke off: it may have done it.
            return (
                .unknown,
                "The API failed (\(status)), so the outcome is not known. Check the versions and "
                    + "keys, then ask again."
            )
        case _ where isHTML(answer.body):
            return (
                .notDone,
                "A web page came back (\(status)), not the API's answer: check REVALIDATE_URL."
            )
        case 300..<400:
            return (
                .notDone,
                "The API answered with a redirect (\(status)), which is not followed, since its "
                    + "target would get the secret: correct REVALIDATE_URL."
            )
        case 400: return (.notDone, "The API rejected the request as bad (400).")
        case 401, 403:
            return (
                .notDone, "The API refused the secret (\(status)): check REVALIDATE_SECRET."
            )
        case 404:
            return (
                .notDone, "The API has nothing at this path (404): check REVALIDATE_URL."
            )
        case 429:
            return (.notDone, "The API allows no more requests for now (429).")
        case 500...: return (.notDone, "The API is out of service (\(status)).")
        default: return (.notDone, "The API answered \(status).")
        }
    }

    private static func success(_ answer: HTTPAnswer, _ body: APIBody) -> (Verdict, String) {
        let status = answer.status
        if body.saysNo {
            return (.notDone, "The API answered \(status) and says that it did not do it.")
        }
        if let coding = answer.unreadableCoding {
            return (
                .unknown,
                "The API compressed its answer (\(status), \(coding)), which it was not asked to, so "
                    + "it can't be read and the outcome is not known."
            )
        }
        if answer.isCut {
            return (
                .unknown,
                "The API answered \(status) with more than \(HTTPExchange.readBytes / 1024) KiB, of "
                    + "which the rest was not read, so the outcome is not known."
            )
        }
        if status == 202 {
            return (.accepted, "The API accepted the request (202) and has yet to carry it out.")
        }
        if body.saysYes { return (.done, "The API answered \(status) and says that it is done.") }
        let what = isHTML(answer.body) ? "with a web page, which does not say" : "without saying"
        return (.silent, "The API answered \(status) \(what) whether it is done.")
    }

    private static func isHTML(_ body: [UInt8]) -> Bool {
        body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
    }

    /// The body of an error where it is one short text; nil: it is something else.
    private static func plainText(_ answer: HTTPAnswer) -> String? {
        guard answer.status >= 300, answer.body.count <= SecretGuard.longestText,
            let first = answer.body.first(where: { ![9, 10, 13, 32].contains($0) }),
            !"<{[\"".utf8.contains(first)
        else { return nil }
        return String(validating: answer.body, as: UTF8.self)
    }
}

import FoundationEssentials
import Metrics

/// What the API's answer means: only a 200 that does not contradict itself is "done".
struct APIAnswer: Sendable, Hashable {
    var outcome: InvalidationRecord.Outcome
    /// Of a success what it said, else a sentence with what to do.
    var message: String
    /// No connection came about: the request surely did not arrive.
    var isUnsent = false

    init(unsent message: String) {
        self.init(.notDone, message)
        isUnsent = true
    }

    init(_ outcome: InvalidationRecord.Outcome, _ message: String) {
        self.outcome = outcome
        self.message = message
    }

    init(status: Int, body: [UInt8], secret: String) {
        let said = Self.short(body, secret: secret)
        let quote = said.isEmpty ? "" : " It says: \(said)"
        if [500, 502, 504].contains(status) {
            // A gateway gave up waiting, or it broke in the middle: what it did is its secret.
            self.init(
                .unknown,
                "The API failed (\(status)); it is not known whether it was done. Look at the "
                    + "versions and keys, then ask again.\(Self.isHTML(body) ? "" : quote)")
            return
        }
        if Self.isHTML(body) {
            self.init(
                .notDone,
                "A web page came back (\(status)), not the API's answer: check REVALIDATE_URL.")
            return
        }
        switch status {
        case 200..<300 where Self.denies(body):
            self.init(.notDone, "The API answered \(status), but that it did not do it.\(quote)")
        case 200..<300: self.init(.done, said.isEmpty ? "\(status)" : "\(status): \(said)")
        case 300..<400:
            self.init(
                .notDone,
                "The API answered with a redirect (\(status)), which is not followed with the "
                    + "secret: correct REVALIDATE_URL.")
        case 400: self.init(.notDone, "The API calls the request bad (400).\(quote)")
        case 401, 403:
            self.init(.notDone, "The API refused the secret (\(status)): check REVALIDATE_SECRET.")
        case 404:
            self.init(.notDone, "Nothing is at that path of the API (404): check REVALIDATE_URL.")
        case 429:
            self.init(.notDone, "The API allows no more requests (429): wait, then ask again.")
        case 500...:
            self.init(.notDone, "The API does not serve now (\(status)).\(quote)")
        default: self.init(.notDone, "The API answered \(status).\(quote)")
        }
    }

    private struct Verdict: Decodable {
        var success: Bool?
        var ok: Bool?
        var revalidated: Bool?
    }

    private static func denies(_ body: [UInt8]) -> Bool {
        guard let verdict = try? JSONDecoder().decode(Verdict.self, from: Data(body)) else {
            return false
        }
        return [verdict.success, verdict.ok, verdict.revalidated].contains(false)
    }

    private static func isHTML(_ body: [UInt8]) -> Bool {
        body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
    }

    /// One short line of foreign text, without the secret should the API repeat it.
    private static func short(_ body: [UInt8], secret: String) -> String {
        var text = KeyText.text(Array(body.prefix(4096)))
        if !secret.isEmpty { text = text.replacing(secret, with: "***") }
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        return words.count > 160 ? words.prefix(160) + "…" : words
    }
}

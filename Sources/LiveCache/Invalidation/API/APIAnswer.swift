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
        case 200..<300 where Self.isCut(body):
            self.init(
                .unknown,
                "The API answered \(status) with more than is read of it, so it is not known whether "
                    + "it says that it was done.")
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

    /// A member by itself: whatever the others are, a no is a no.
    private enum Member: Decodable {
        case no, null, other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let truth = try? value.decode(Bool.self) {
                self = truth ? .other : .no
            } else if let number = try? value.decode(Double.self) {
                self = number == 0 ? .no : .other
            } else if let text = try? value.decode(String.self) {
                self = ["false", "no", "0"].contains(text.lowercased()) ? .no : .other
            } else {
                self = .other
            }
        }
    }

    private static func denies(_ body: [UInt8]) -> Bool {
        guard let members = try? JSONDecoder().decode([String: Member].self, from: Data(body))
        else { return false }
        return ["success", "ok", "revalidated"].contains { members[$0] == .no }
            || members["error"] == .other
    }

    /// A JSON object of which only the beginning is here.
    private static func isCut(_ body: [UInt8]) -> Bool {
        body.count >= HTTPExchange.readBytes
            && body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "{")
    }

    private static func isHTML(_ body: [UInt8]) -> Bool {
        body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
    }

    /// One short line of foreign text; nothing of one that has the secret in it, however spelt: an API
    /// that repeats the request may escape it in its own way.
    private static func short(_ body: [UInt8], secret: String) -> String {
        let text = KeyText.text(Array(body.prefix(HTTPExchange.readBytes)))
        guard !Self.mayTell(secret, text) else { return "" }
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        return words.count > 160 ? words.prefix(160) + "…" : words
    }

    /// Whether the text has the secret, a spelling of it, the member that carries it, or (its end may be
    /// cut off) a beginning of eight of its characters.
    private static func mayTell(_ secret: String, _ text: String) -> Bool {
        if text.contains("\"secret\"") { return true }
        guard !secret.isEmpty else { return false }
        // What escapes of JSON and of URLs leave alone of both is compared.
        func plain(_ text: String) -> String {
            var text = text
            let spellings = [
                ("\\u002f", "/"), ("\\u002b", "+"), ("\\u003d", "="), ("%2f", "/"), ("%2b", "+"),
                ("%3d", "="),
            ]
            for (escape, meaning) in spellings {
                text = text.replacing(escape, with: meaning)
                    .replacing(escape.uppercased().replacing("\\U", with: "\\u"), with: meaning)
            }
            return text.replacing("\\", with: "")
        }
        let beginning = plain(secret).prefix(8)
        return plain(text).contains(beginning) || text.contains(secret.prefix(8))
    }
}

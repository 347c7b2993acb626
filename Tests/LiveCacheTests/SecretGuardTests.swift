import Foundation
import Metrics
import NIOHTTP1
import Testing

@testable import LiveCache

/// However an API spells a secret, nothing of the text around it is shown.
@Suite(.timeLimit(.minutes(5))) struct SecretGuardTests {
    @Test(arguments: [
        "topsecret/0123456789+x", #"topsecret\/0123456789+x"#, "topsecret%2F0123456789%2Bx",
        "topsecret%2f0123456789%2bx", #"topsecret\u002F0123456789\u002bx"#, "topsecret/0123",
        "0123456789+x", "TOPSECRET/0123456789+X", "topsecret/0123456789 x", "ret/0",
        "topsecret&#47;0123456789&#x2B;x", "topsecret&sol;0123456789&plus;x", "topsecret%252F01",
        #"{\"secret\":\"topsecret\\/0123456789+x\"}"#, "dG9wc2VjcmV0LzAxMjM0NTY3ODkreA==",
        "746f707365637265742f", "746F707365637265742F", "c3RvcHNlY3JldC8wMTIzNDU2Nzg5K3g",
    ])
    func aSpellingIsFound(_ spelling: String) {
        let secrets = SecretGuard(["topsecret/0123456789+x"])
        #expect(secrets.harmless("you sent \(spelling), which is wrong") == nil)
    }

    /// User and password of the URL, as the header has them.
    @Test(arguments: [
        "Basic YW5uOnNlc2FtZQ==", "basic auth: YW5uOnNlc2FtZQ", "ann:sesame", "bad password sesame",
        "eydBdXRob3JpemF0aW9uJzogJ0Jhc2ljIFlXNXVPbk5sYzJGdFpRPT0nfQ==",
    ])
    func credentialsAreFound(_ spelling: String) throws {
        let service = try #require(ServiceURL("https://ann:sesame@shop.test/api"))
        #expect(service.authorization == "Basic YW5uOnNlc2FtZQ==")
        #expect(SecretGuard(service.secrets).harmless("no: \(spelling)") == nil)
    }

    @Test(arguments: [
        "Invalid token", "Too many requests: wait 37 s, then ask again.",
        "type must be one of product, category, search, global", "no such id: 4711",
        "The secret is missing or wrong.", "Redis refused INCR (NOPERM this user has no rights)",
        "unknown category \"shoes & boots\"", "50% of the limit is used", "a + b", #"C:\shop\new"#,
        "Méthode inconnue — ресурс не найден",
    ])
    func whatIsHarmlessIsShown(_ text: String) {
        for secret in ["9f3ac07d51e24b8a9f3ac07d51e24b8a", "k&7%\"Zq/+\\x", "Zx9!"] {
            #expect(SecretGuard([secret]).harmless(text) == text)
        }
    }

    @Test func longTextsAndWordsAreCut() {
        let secrets = SecretGuard(["hush-hush"])
        let word = String(repeating: "x", count: 41)
        #expect(secrets.harmless("a \(word)\n\t b") == "a … b")
        let long = secrets.harmless(String(repeating: "word ", count: 90))
        #expect(long?.count == 161 && long?.hasSuffix("…") == true)
        #expect(secrets.harmless(" \n") == nil)
        // escaped more often than anybody does: not to be judged
        #expect(secrets.harmless("%2525252525252525255c") == nil)
    }

    /// Random secrets, random escapings of them in a row, cut at random, in every place of an answer.
    @Test(arguments: 0..<24) func noEscapingTellsASecret(seed: Int) throws {
        var random = SplitMix(UInt64(seed))
        for _ in 0..<25 {
            let secret = random.secret()
            let (echo, path) = random.echo(of: secret)
            let text = "you sent \(echo) to us"
            let answer = HTTPAnswer(
                status: [200, 400, 401, 404, 418, 429, 500, 502, 503].randomElement(using: &random)
                    ?? 400,
                body: Array(random.body(text).utf8))
            let shown = APIAnswer(
                answer, secrets: [secret], now: Timestamp(milliseconds: 0))
            #expect(!shown.message.contains("you sent"), "\(secret) by \(path): \(text)")
            #expect(!shown.message.contains(secret) || secret.count < 4)
        }
    }
}

/// A seed makes the same test on every machine.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func secret() -> String {
        let alphabets = [
            "0123456789abcdef", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=",
            "&%+/\\\"'<>=?# :;@!$^*()[]{}|~`,.-_", "aéßжλ中🙂 &%",
        ]
        let alphabet = Array(alphabets.randomElement(using: &self) ?? "")
        return String(
            (0..<Int.random(in: 1...40, using: &self)).map { _ in
                alphabet.randomElement(using: &self) ?? "x"
            })
    }

    /// One to three escapings in a row of the secret, or of a part of it.
    mutating func echo(of secret: String) -> (text: String, path: [String]) {
        var text = secret
        var path: [String] = []
        if secret.count > 12, Bool.random(using: &self) {
            let length = Int.random(in: 8..<secret.count, using: &self)
            text = String(secret.dropFirst(secret.count - length).prefix(length))
            path.append("cut")
        }
        // Bytes are found as a part of Base64 from four on.
        let isLong = text.utf8.count >= 4
        if isLong, Int.random(in: 0..<4, using: &self) == 0 {
            text = base64(text)
            path.append("base64")
        }
        for _ in 0..<Int.random(in: 0...2, using: &self) {
            switch Int.random(in: 0..<5, using: &self) {
            case 0: (text, path) = (json(text, all: true), path + ["json all"])
            case 1: (text, path) = (json(text, all: false), path + ["json"])
            case 2: (text, path) = (url(text, form: false), path + ["url"])
            case 3: (text, path) = (url(text, form: true), path + ["form"])
            default: (text, path) = (html(text), path + ["html"])
            }
        }
        return (text, path)
    }

    private mutating func hex(_ value: some BinaryInteger, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
        return String(padded.map { Bool.random(using: &self) ? Character($0.uppercased()) : $0 })
    }

    private mutating func json(_ text: String, all: Bool) -> String {
        var result = ""
        for unit in text.utf16 {
            let character = Character(Unicode.Scalar(unit) ?? "x")
            let isSpecial = unit > 126 || "&<>'\"\\/+".contains(character)
            if all || isSpecial && (unit > 126 || Bool.random(using: &self)) {
                result += "\\u" + hex(unit, 4)
            } else {
                result += "\"\\/".contains(character) ? "\\\(character)" : "\(character)"
            }
        }
        return result
    }

    private mutating func url(_ text: String, form: Bool) -> String {
        var result = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            if form, byte == 32 {
                result += "+"
            } else if isPlain, Int.random(in: 0..<4, using: &self) > 0 {
                result.append(character)
            } else {
                result += "%" + hex(byte, 2)
            }
        }
        return result
    }

    private mutating func html(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case "\"": result += Bool.random(using: &self) ? "&quot;" : "&#34;"
            case _ where scalar.value > 126: result += "&#x\(hex(scalar.value, 1));"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private mutating func base64(_ text: String) -> String {
        let before = String(repeating: "u", count: Int.random(in: 0...3, using: &self))
        let code = Data("\(before)\(text):".utf8).base64EncodedString()
        guard Bool.random(using: &self) else { return code }
        return code.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The text in an answer: JSON of some shape, or text alone.
    mutating func body(_ text: String) -> String {
        let encoded = (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) }
        let quoted = encoded ?? "\"\""
        let bodies = [
            #"{"error":\#(quoted)}"#, #"{"success":false,"message":\#(quoted)}"#,
            #"{"errors":[{"message":\#(quoted)}]}"#, #"{"error":{"code":7,"message":\#(quoted)}}"#,
            #"[{"ok":false,"detail":\#(quoted)}]"#, #"{"statusCode":500,"title":\#(quoted)}"#, text,
            #"{"revalidated":true,"message":\#(quoted)}"#,
        ]
        return bodies.randomElement(using: &self) ?? text
    }
}

import Metrics
import Testing

@testable import LiveCache

@Suite struct ValueTests {
    @Test(arguments: [
        ("stream:cache:events", EventSource.stream(key: "cache:events")),
        ("pubsub:cache", .pubsub(channel: "cache")),
        ("log:/var/log/api", .log(path: "/var/log/api")),
        ("log:-", .standardInput), ("none", .none),
    ])
    func sourceReadsWhatItWrites(_ text: String, _ source: EventSource) throws {
        #expect(try EventSource(parsing: text) == source)
        #expect("\(source)" == text)
    }

    @Test(arguments: ["", "stream", "stream:", "file:x", "log:", "pubsub:"])
    func otherSourcesAreASentence(_ text: String) {
        #expect(throws: EventSource.Problem.self) { try EventSource(parsing: text) }
    }

    /// Every cut of the bytes gives the same lines.
    @Test func linesAreTheSameHoweverTheyCome() {
        let text = Array("hit a\r\n\nmiss b\n[CACHE HIT] c\ntail".utf8)
        for cut in 0...text.count {
            var splitter = LineSplitter()
            var lines: [String] = []
            for part in [text[..<cut], text[cut...]] {
                Array(part).withUnsafeBufferPointer {
                    splitter.feed($0) { lines.append(String(decoding: $0, as: UTF8.self)) }
                }
            }
            #expect(lines == ["hit a\r", "", "miss b", "[CACHE HIT] c"])
            splitter.finish { lines.append(String(decoding: $0, as: UTF8.self)) }
            #expect(lines.last == "tail")
        }
    }

    @Test(arguments: [1, 1000, 65_537, 1_000_000])
    func longLinesAreSkippedAndCounted(_ size: Int) {
        let text = Array("a\n".utf8) + Array(repeating: 120, count: 65_537) + Array("\nb\n".utf8)
        var splitter = LineSplitter()
        var lines: [[UInt8]] = []
        for start in stride(from: 0, to: text.count, by: size) {
            Array(text[start..<min(start + size, text.count)]).withUnsafeBufferPointer {
                splitter.feed($0) { lines.append(Array($0)) }
            }
        }
        #expect(lines == [[97], [98]])
        #expect(splitter.skipped == 1)
    }

    @Test(arguments: [
        ("https://shop.test/api/revalidate", true), ("http://shop.test/api", false),
        ("http://127.0.0.1:3000/api", true), ("http://localhost:3000/", true),
        ("http://127.0.0.1.evil.test/", false), ("http://[::1]:3000/", true),
        ("ftp://shop.test/", false), ("", false), ("shop.test", false),
    ])
    func secretsTravelEncryptedOrNotFar(_ url: String, _ allowed: Bool) {
        #expect((RevalidateAPI(url: url, secret: "s").urlProblem == nil) == allowed)
    }

    @Test func anAPIShowsNoSecret() {
        let api = RevalidateAPI(
            url: "https://user:hush@shop.test/api/revalidate?secret=hush", secret: "hush")
        #expect(api.shownURL == "https://shop.test/api/revalidate")
        var dumped = ""
        dump(api, to: &dumped)
        #expect(!(dumped + "\(api)" + String(reflecting: api)).contains("hush"))
    }
}

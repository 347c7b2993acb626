import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// The search engine's health, asked over real HTTP.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct SearchProbeTests {
    /// Where `HTTPScript` serves, without its path.
    private func host(_ url: String, path: String = "") throws -> MeiliHost {
        try MeiliHost(parsing: url.replacing("/api/revalidate", with: path))
    }

    @Test func availableIsToldWithItsTime() async throws {
        let script = HTTPScript(status: "200 OK", body: #"{"status":"available"}"#)
        try await script.serve { url in
            let health = await SearchProbe(host: try host(url)).once()
            guard case .available(let seconds) = health else {
                Issue.record("\(health)")
                return
            }
            #expect(seconds > 0 && seconds < 2)
            #expect(script.requests.count == 1)
            #expect(script.requests.first?.hasPrefix("GET /health HTTP/1.1\r\n") == true)
            #expect(script.requests.first?.contains("authorization") == false)
            let agent = "user-agent: cachetop/\(CachetopVersion.current)\r\n"
            #expect(script.requests.first?.contains(agent) == true)
        }
    }

    @Test(arguments: [
        ("503 Service Unavailable", #"{"status":"available"}"#, "HTTP 503"),
        ("302 Found", "", "redirected (302)"), ("404 Not Found", "", "HTTP 404"),
        ("200 OK", "<!doctype html><p>Welcome</p>", "not Meilisearch's answer"),
        ("200 OK", "", "not Meilisearch's answer"), ("200 OK", "{}", "not Meilisearch's answer"),
        ("200 OK", #"{"status":"starting"}"#, #"it says "starting""#),
    ])
    func anythingElseIsDown(status: String, body: String, why: String) async throws {
        let script = HTTPScript(
            status: status, body: body, headers: "location: http://127.0.0.1:1/\r\n")
        try await script.serve { url in
            let health = await SearchProbe(host: try host(url)).once()
            #expect(health == .down(why))
            #expect(script.requests.count == 1)
        }
    }

    @Test(arguments: [
        HTTPScript(status: nil),
        HTTPScript(bytes: "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"status\":"),
    ])
    func silenceEndsAtTheDeadline(script: HTTPScript) async throws {
        try await script.serve { url in
            let probe = SearchProbe(host: try host(url), deadline: .milliseconds(300))
            let asked = ContinuousClock.now
            #expect(await probe.once() == .down("no answer within 300 ms"))
            #expect(ContinuousClock.now - asked < .seconds(15))
            #expect(script.requests.count == 1)
        }
    }

    @Test func anotherProtocolIsNotHTTP() async throws {
        try await HTTPScript(bytes: "-ERR unknown command\r\n\r\n").serve { url in
            let health = await SearchProbe(host: try host(url)).once()
            #expect(health == .down("not HTTP"))
        }
    }

    @Test(arguments: ["http://127.0.0.1:1", "127.0.0.1:1", "localhost:1"])
    func nobodyThereIsRefused(text: String) async throws {
        let probe = SearchProbe(host: try MeiliHost(parsing: text))
        #expect(await probe.once() == .down("connection refused"))
    }

    @Test func credentialsAreSentAndNeverShown() async throws {
        let script = HTTPScript(status: "200 OK", body: #"{"status":"available"}"#)
        try await script.serve { url in
            let text = url.replacing("http://", with: "http://ann:sesame@")
            let host = try host(text, path: "/meili/")
            _ = await SearchProbe(host: host).once()
            let request = try #require(script.requests.first)
            #expect(request.hasPrefix("GET /meili/health HTTP/1.1\r\n"))
            #expect(request.contains("authorization: Basic YW5uOnNlc2FtZQ==\r\n"))
            var shown = "\(host) \(String(reflecting: host))"
            dump(host, to: &shown)
            #expect(!shown.contains("sesame") && !shown.contains("YW5u"), "\(shown)")
            let dead = try MeiliHost(parsing: "http://ann:sesame@127.0.0.1:1")
            #expect(await SearchProbe(host: dead).once() == .down("connection refused"))
        }
    }

    /// A server that repeats the password in its status.
    @Test(arguments: ["sesame", "no access with s%65same", #"Basic YW5uOnNlc2FtZQ=="#])
    func aRepeatedPasswordIsNotShown(status: String) async throws {
        let script = HTTPScript(status: "200 OK", body: #"{"status":"\#(status)"}"#)
        try await script.serve { url in
            let host = try host(url.replacing("http://", with: "http://ann:sesame@"))
            let health = await SearchProbe(host: host).once()
            #expect(health == .down("it says that it is not available"))
        }
    }

    @Test(arguments: [
        "ftp://ann:sesame@search", "http://", "https:///sesame", "http://search:7700/?key=sesame",
        "sesame open", "http://search/#sesame",
    ])
    func whatIsNoAddressIsRefusedUnseen(text: String) throws {
        let error = try #require(throws: MeiliHostError.self) { try MeiliHost(parsing: text) }
        #expect(error.description.contains("MEILI_HOST"))
        #expect(!error.description.contains("sesame"))
    }

    @Test func theDashboardAndTheSnapshotAreTold() async throws {
        let script = HTTPScript(status: "503 Unavailable")
        try await withRedis { server in
            try await script.serve { url in
                let alert = Alert(
                    rule: "meilisearch", severity: .critical, message: "down: HTTP 503")
                var options = LiveCacheOptions(endpoint: server.endpoint)
                #expect(try await takeSnapshot(options).alert(.searchEngine) == nil)
                options.searchEngine = try host(url)
                #expect(try await takeSnapshot(options).alert(.searchEngine) == alert)
                #expect(script.requests.count == 1)
                try await watching(options) { watch in
                    await watch.until { $0.snapshot().alert(.searchEngine) != nil }
                    #expect(watch.snapshot().alert(.searchEngine) == alert)
                }
            }
        }
    }

    /// The search engine is asked while Redis is away, too.
    @Test func redisNeedNotBeThere() async throws {
        let nowhere = RedisEndpoint(address: .unixSocket(path: "/nonexistent/redis.sock"))
        let engine = try MeiliHost(parsing: "http://127.0.0.1:1")
        try await watching(LiveCacheOptions(endpoint: nowhere, searchEngine: engine)) { watch in
            await watch.until { $0.snapshot().alert(.searchEngine) != nil }
            let alert = watch.snapshot().alert(.searchEngine)
            #expect(alert?.message == "down: connection refused")
        }
    }
}

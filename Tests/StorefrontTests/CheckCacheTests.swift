import Foundation
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.http), .timeLimit(.minutes(5))) struct CheckCacheTests {
    private func check(
        _ first: CacheLook, _ later: [CacheLook], isNew: Bool = false
    ) -> CacheCheck.Verdict {
        CacheCheck(
            endpoint: .init(name: "a", path: "/a", isNew: isNew), first: .success(first),
            later: later.map { .success($0) }
        ).verdict
    }

    private func look(_ cache: String?, _ milliseconds: Double, status: Int = 200) -> CacheLook {
        CacheLook(status: status, cache: cache, milliseconds: milliseconds)
    }

    @Test func aMissAndThenFasterHitsPass() {
        let hits = [1, 30, 1, 1, 1].map { look("HIT", $0) }
        #expect(check(look("MISS", 20), hits) == .pass)
        #expect(check(look("HIT", 0.5), hits) == .alreadyCached)
    }

    /// What must not pass, and a word of why.
    @Test(
        arguments: [
            ("HIT", ["HIT", "HIT"], 200, 1.0, true, "new question"),
            ("MISS", ["MISS", "HIT"], 200, 1, false, "second answer is a MISS"),
            ("MISS", ["HIT", "HIT"], 200, 30, false, "no faster"),
            (nil, ["HIT"], 200, 1, false, "no X-Cache"),
            ("MISS", ["BYPASS"], 200, 1, false, "BYPASS"),
            ("BYPASS", ["BYPASS"], 200, 1, false, "Redis"),
            ("Hit from cloudfront", ["HIT"], 200, 1, false, "CDN"),
            ("MISS", ["HIT"], 404, 1, false, "404"),
            ("MISS", ["HIT"], 429, 1, false, "rate limit"),
            ("MISS", ["HIT"], 500, 1, false, "500"),
            ("MISS", [], 200, 1, false, "not asked twice"),
        ] as [(String?, [String], Int, Double, Bool, String)])
    func whatFailsSaysWhy(
        first: String?, later: [String], status: Int, milliseconds: Double, isNew: Bool,
        said: String
    ) {
        let verdict = check(
            look(first, 20, status: status), later.map { look($0, milliseconds) }, isNew: isNew)
        guard let reason = verdict.reason else {
            Issue.record("\(verdict)")
            return
        }
        #expect(reason.contains(said), "\(reason)")
    }

    @Test func noAnswerFails() {
        let result = CacheCheck(
            endpoint: .init(name: "a", path: "/a"), first: .failure(.timedOut), later: [])
        #expect(result.verdict == .fail("No answer: timed out."))
    }

    @Test func sixEndpointsAreAsked() {
        let endpoints = CacheCheck.endpoints(products: 10)
        #expect(
            Set(endpoints.map(\.name)) == Set(ShopResource.allCases.map(\.rawValue)))
        #expect(endpoints.filter(\.isNew).map(\.name) == ["search"])
        #expect(endpoints.allSatisfy { LoadResource(path: $0.path).rawValue == $0.name })
        #expect(CacheCheck.endpoints(products: 10)[0] != endpoints[0])
    }

    /// A header is foreign text: nothing in it may move the terminal's cursor or hide a letter.
    @Test(arguments: [
        ("public, s-maxage=30 ~", "public, s-maxage=30 ~"), (" ", " "), ("!", "!"),
        ("\u{1F}", "?"), ("\u{7F}", "?"), ("\u{80}", "?"), ("\t", "?"), ("\u{1B}[2J", "?[2J"),
        ("HIT\r\n", "HIT??"), ("caf\u{E9}", "caf?"), ("a\u{202E}b", "a?b"),
        (String(repeating: "x", count: 61), String(repeating: "x", count: 60)),
    ])
    func onlyPrintableCharactersAreShown(header: String, shown: String) {
        #expect(CacheCheckRun.printable(header) == shown)
    }

    private static let slowMiss: @Sendable (String, Int) -> LoadServer.Reply = { uri, before in
        LoadServer.Reply(
            cache: before == 0 && uri != "/api/trending" ? "MISS" : "HIT",
            delay: before == 0 ? .milliseconds(60) : .zero)
    }

    @Test func aCacheThatWorksPasses() async throws {
        let server = LoadServer(Self.slowMiss)
        try await server.serve { url in
            let result = try await Executable.storefront.run(["check-cache", url])
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(result.output.components(separatedBy: "PASS").count == 7)
            #expect(result.output.contains("PASS (already cached)"))
            #expect(result.output.contains("s-maxage=30"))
            #expect(server.uris.count == 36)
            #expect(server.connections == 1)
        }
    }

    @Test func aCacheThatDoesNotFails() async throws {
        let server = LoadServer { _, _ in LoadServer.Reply(cache: "BYPASS") }
        try await server.serve { url in
            let result = try await Executable.storefront.run(["check-cache", url])
            #expect(result.status == 1)
            #expect(result.errors.contains("search: BYPASS: the shop answers without its Redis"))
            #expect(!result.output.contains("  PASS") && result.output.contains("FAIL"))
        }
    }

    /// A MISS that took no time is tried again with something else; one endpoint has nothing else.
    @Test func whatIsNoFasterIsTriedAgain() async throws {
        let slowHits: @Sendable (String, Int) -> LoadServer.Reply = { _, before in
            LoadServer.Reply(
                cache: before == 0 ? "MISS" : "HIT",
                delay: before == 0 ? .zero : .milliseconds(20))
        }
        let server = LoadServer(slowHits)
        try await server.serve { url in
            let run = CacheCheckRun(
                target: try ShopTarget(url),
                endpoints: [.init(name: "a", path: "/1", alternatives: ["/2", "/3"])])
            let check = try #require(try await run.run().first)
            #expect(check.verdict.reason?.contains("no faster") == true)
            #expect(server.uris == ["/1", "/2", "/3"].flatMap { Array(repeating: $0, count: 6) })
            let result = try await Executable.storefront.run(["check-cache", url + "/4"])
            #expect(result.status == 1 && result.errors.contains("/4: The HIT is no faster"))
        }
    }

    @Test func oneEndpointCanBeAsked() async throws {
        let server = LoadServer(Self.slowMiss)
        try await server.serve { url in
            let result = try await Executable.storefront.run([
                "check-cache", "\(url)/api/product/7?a=b",
            ])
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(server.uris == Array(repeating: "/api/product/7?a=b", count: 6))
        }
    }

    @Test func nobodyThereIsASentence() async throws {
        let result = try await Executable.storefront.run(["check-cache", "http://127.0.0.1:1"])
        #expect(result.status == 1 && result.errors.contains("No shop answers"))
        let wrong = try await Executable.storefront.run(["check-cache", "127.0.0.1:1"])
        #expect(wrong.status == 2)
    }
}

import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

@Suite(.timeLimit(.minutes(1))) struct APIRouteTests {
    private func invalidator(
        _ url: String, secret: String? = "hush-hush", readOnly: Bool = false,
        deadline: Duration = .seconds(10)
    ) -> Invalidator {
        Invalidator(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            policy: .standard, eventKey: nil,
            api: RevalidateAPI(url: url, secret: secret, deadline: deadline),
            guards: InvalidationGuards(isReadOnly: readOnly), operatorName: "ann@bastion")
    }

    @Test func aRequestIsSentAsPlanned() async throws {
        let script = HTTPScript(status: "200 OK", body: #"{"revalidated":true}"#)
        try await script.serve { url in
            let invalidator = invalidator(url)
            let record = await invalidator.purge(
                try invalidator.plan(.products([Array("a\"b".utf8), Array("2".utf8)])))
            #expect(record.outcome == .done, "\(record.message)")
            #expect(record.via == .api)
            #expect(record.edgeStaleUntil != nil)
            #expect(script.requests.count == 2)
            let request = try #require(script.requests.first)
            #expect(request.hasPrefix("POST /api/revalidate HTTP/1.1"))
            #expect(request.lowercased().contains("content-type: application/json"))
            for member in [#""secret":"hush-hush""#, #""type":"product""#, #""id":"a\"b""#] {
                #expect(request.contains(member), "\(request)")
            }
        }
    }

    @Test(arguments: [
        ("400 Bad Request", "bad", "bad (400)"), ("401 Unauthorized", "", "REVALIDATE_SECRET"),
        ("403 Forbidden", "", "REVALIDATE_SECRET"), ("429 Too Many Requests", "", "wait"),
        ("404 Not Found", "<html>oops</html>", "web page"),
        ("503 Unavailable", "hush-hush is wrong", "*** is wrong"),
        ("302 Found", "", "redirect"), ("200 OK", "<!doctype html>", "web page"),
        ("200 OK", #"{"success":false}"#, "did not do it"),
    ])
    func anythingElseIsNotDone(_ status: String, _ body: String, _ words: String) async throws {
        let headers = "location: http://127.0.0.1:1/\r\n"
        let script = HTTPScript(status: status, body: body, headers: headers)
        try await script.serve { url in
            let invalidator = invalidator(url)
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == .notDone)
            #expect(record.message.contains(words), "\(record.message)")
            #expect(record.message.contains("--via redis"))
            #expect(!record.message.contains("hush"))
            #expect(record.edgeStaleUntil == nil)
            #expect(script.requests.count == 1)
        }
    }

    /// It may have done it, or half of it: nobody says.
    @Test(arguments: ["500 Internal Server Error", "502 Bad Gateway", "504 Gateway Time-out"])
    func aBreakdownIsUnknown(_ status: String) async throws {
        try await HTTPScript(status: status, body: "<html>oops</html>").serve { url in
            let invalidator = invalidator(url)
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == .unknown)
            #expect(record.message.contains("not known"), "\(record.message)")
        }
    }

    @Test func silenceIsUnknown() async throws {
        try await HTTPScript(status: nil).serve { url in
            let invalidator = invalidator(url, deadline: .milliseconds(300))
            let record = await invalidator.purge(try invalidator.plan(.global))
            #expect(record.outcome == .unknown)
            #expect(record.message.contains("not known"), "\(record.message)")
        }
    }

    @Test func nobodyThereIsNotDone() async throws {
        let invalidator = invalidator("http://127.0.0.1:1/api")
        let record = await invalidator.purge(try invalidator.plan(.search))
        #expect(record.outcome == .notDone)
        #expect(record.message.contains("can't be reached"), "\(record.message)")
    }

    @Test func withoutASecretNothingIsSent() async throws {
        let script = HTTPScript(status: "200 OK")
        try await script.serve { url in
            for secret in [nil, ""] {
                let invalidator = invalidator(url, secret: secret)
                let record = await invalidator.purge(try invalidator.plan(.search))
                #expect(record.outcome == .refused)
                #expect(record.message.contains("REVALIDATE_SECRET"))
            }
            let readOnly = invalidator(url, readOnly: true)
            let record = await readOnly.purge(try readOnly.plan(.search))
            #expect(record.outcome == .refused)
            #expect(script.requests.isEmpty)
        }
    }

    @Test func autoPrefersTheAPIWhereItCan() throws {
        let invalidator = invalidator("https://shop.test/api?secret=x")
        #expect(try invalidator.plan(.search).way == .api)
        #expect(try invalidator.plan(.search).target == "https://shop.test/api")
        #expect(try invalidator.plan(.search, via: .redis).way == .redis)
        #expect(try invalidator.plan(.trending).way == .redis)
        #expect(throws: InvalidationPlan.Problem.self) {
            try invalidator.plan(.trending, via: .api)
        }
        #expect(throws: InvalidationPlan.Problem.self) {
            try self.invalidator("http://shop.test/api").plan(.search)
        }
        let none = Invalidator(
            endpoint: invalidator.endpoint, policy: .standard, eventKey: nil, api: nil,
            operatorName: "a@b")
        #expect(try none.plan(.search).way == .redis)
        #expect(throws: InvalidationPlan.Problem.self) { try none.plan(.search, via: .api) }
    }
}

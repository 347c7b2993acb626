import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct APIRouteTests {
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
            let head = request.lowercased()
            #expect(head.contains("\r\nuser-agent: cachetop/\(CachetopVersion.current)\r\n"))
            #expect(head.contains("\r\naccept-encoding: identity\r\n"))
            #expect(!head.contains("\r\nauthorization:"))
        }
    }

    /// Gzip and deflate come from some proxies unasked.
    @Test(
        arguments: [
            (
                "gzip",
                [
                    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 74, 45, 75, 204, 201, 76, 73, 44,
                    73, 77, 81, 178, 42, 41, 42, 77, 173, 5, 0, 92, 174, 132, 224, 20, 0, 0, 0,
                ], .done
            ),
            (
                "deflate",
                [
                    120, 156, 171, 86, 42, 74, 45, 75, 204, 201, 76, 73, 44, 73, 77, 81, 178, 42,
                    41,
                    42, 77, 173, 5, 0, 80, 71, 7, 188,
                ], .done
            ),
            (
                "gzip",
                [
                    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 46, 77, 78, 78, 45, 46, 86, 178,
                    74,
                    75, 204, 41, 78, 213, 81, 74, 45, 42, 202, 47, 82, 178, 82, 10, 74, 77, 201, 44,
                    86, 40, 74, 77, 43, 45, 78, 77, 81, 240, 244, 115, 14, 82, 170, 5, 0, 7, 169, 1,
                    199, 46, 0, 0, 0,
                ], .notDone
            ),
            ("gzip", [31, 139, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8], .unknown),
            ("br", [31, 139, 8, 0], .unknown),
        ] as [(String, [UInt8], InvalidationRecord.Outcome)])
    func aCompressedAnswerIsReadOrUnknown(
        _ coding: String, _ body: [UInt8], _ outcome: InvalidationRecord.Outcome
    ) async throws {
        let script = HTTPScript(
            status: "200 OK", body: body, headers: "content-encoding: \(coding)\r\n")
        try await script.serve { url in
            let invalidator = invalidator(url)
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == outcome, "\(record.message)")
        }
    }

    @Test(arguments: [
        ("400 Bad Request", "bad", "bad (400)"), ("401 Unauthorized", "", "REVALIDATE_SECRET"),
        ("403 Forbidden", "", "REVALIDATE_SECRET"), ("429 Too Many Requests", "", "(429)"),
        ("404 Not Found", "<html>oops</html>", "web page"),
        ("503 Unavailable", "hush-hush is wrong", "(503)"),
        ("302 Found", "", "redirect"),
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

    /// The head came, the body trickles: the deadline is of both.
    @Test func aBodyWithoutAnEndIsUnknown() async throws {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"
        try await HTTPScript(bytes: head).serve { url in
            let invalidator = invalidator(url, deadline: .milliseconds(300))
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == .unknown, "\(record.message)")
        }
    }

    @Test func nobodyThereIsNotDone() async throws {
        let invalidator = invalidator("http://127.0.0.1:1/api")
        let record = await invalidator.purge(try invalidator.plan(.search))
        #expect(record.outcome == .notDone)
        #expect(record.message.contains("Could not connect"), "\(record.message)")
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

    private func beside(_ server: RedisServer, _ url: String) -> Invalidator {
        Invalidator(
            endpoint: server.endpoint, policy: .standard, eventKey: "cache:events",
            api: RevalidateAPI(url: url, secret: "hush-hush"), operatorName: "ann@bastion")
    }

    /// One of two accepted is not both done; one that fails after another leaves it unknown.
    @Test(arguments: [
        ([202, 200], InvalidationRecord.Outcome.accepted, "has yet to carry it out"),
        ([200, 401], .unknown, "1 of 2 were answered as done, then: The API refused the secret"),
        ([401], .notDone, "Or use --via redis."), ([204, 200], .unknown, "nothing to check it by"),
    ])
    func severalAnswersAreOne(
        _ statuses: [Int], _ outcome: InvalidationRecord.Outcome, _ words: String
    ) {
        let requests = ["1", "2"].map {
            InvalidationPlan.Request(type: "product", member: "id", value: $0)
        }
        var result = APIOutcome(requests)
        for status in statuses {
            let body = status == 200 ? #"{"ok":true}"# : ""
            let answer = HTTPAnswer(status: status, body: Array(body.utf8))
            _ = result.take(APIAnswer(answer, secrets: [], now: Timestamp(milliseconds: 0)))
        }
        let record = result.result(APITestimony())
        #expect(record.outcome == outcome)
        #expect(record.message.contains(words), "\(record.message)")
    }

    /// No server listened when it was sent first: once more, and then it arrives, once.
    @Test func whatDidNotArriveIsSentOnceMore() async throws {
        let port = try TestPorts.take()
        let script = HTTPScript(status: "200 OK", body: #"{"success":true}"#)
        let invalidator = Invalidator(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            policy: .standard, eventKey: nil,
            api: RevalidateAPI(
                url: "http://127.0.0.1:\(port)/api", secret: "hush-hush", retryAfter: .seconds(2)),
            operatorName: "ann@bastion")
        let plan = try invalidator.plan(.search)
        let planned = try await invalidator.survey(plan).get()
        let carried = Task { await invalidator.carryOut(planned) }
        // Nothing tells that the first try has failed; there are two seconds until the second.
        try await Task.sleep(for: .milliseconds(200))
        try await script.serve(port: port) { _ in
            let record = await carried.value
            #expect(record.outcome == .done, "\(record.message)")
            #expect(script.requests.count == 1)
        }
    }

    @Test func aPlanForTheAPIKnowsWhatItCan() async throws {
        try await withRedis { server in
            try await server.run(
                "SET version:search 4", "SET search:a:v4 x", "SET product:1 x",
                "XADD cache:events * n 60 hit product:1 hit search:a:v4 hit category:a:h:v1")
            let invalidator = beside(server, "https://shop.test/api")
            func radius(_ scope: InvalidationScope) async throws -> BlastRadius {
                try await invalidator.survey(try invalidator.plan(scope)).get().radius
            }
            let product = try await radius(.products([Array("1".utf8)]))
            #expect(product.keys == nil && product.bytes == nil && product.hits.perSecond == 1)
            #expect(product.edge.map(\.resource) == ["product", "inventory"])
            let search = try await radius(.search)
            #expect(search.hits.perSecond == 1 && search.generations.first?.keys == 1)
            #expect(try await radius(.category(Array("a".utf8))).hits.perSecond == 1)
            #expect(try await radius(.global).hits.perSecond == 3)
            // without Redis nothing of it is known, and it can be asked all the same
            let alone = self.invalidator("https://shop.test/api")
            let planned = try await alone.survey(try alone.plan(.search)).get()
            #expect(planned.radius.hits.basis == .unknown && planned.radius.recent == nil)
        }
    }
}

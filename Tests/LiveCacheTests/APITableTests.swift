import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Answers from the field, each through a real server, with a real Redis as the witness: what comes of
/// them when the scope's key was not in Redis before, and when it was there and is gone after.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct APITableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let status: String
        var headers = ""
        var body = ""
        let absent: InvalidationRecord.Outcome
        let gone: InvalidationRecord.Outcome
        /// What the record says in either case.
        var says = ""
        var saysThatItIsGone = false
        var testDescription: String { "\(status) \(headers) \(body)" }
    }

    static let rows = [
        Row(
            status: "200 OK", body: #"{"revalidated":true,"now":1767000000000}"#, absent: .done,
            gone: .done),
        Row(
            status: "200 OK", body: #"{"errors":[{"message":"Invalid token"}],"data":null}"#,
            absent: .notDone, gone: .notDone, says: "Invalid token", saysThatItIsGone: true),
        Row(
            status: "200 OK", body: #"{"status":"error","message":"Invalid token"}"#,
            absent: .notDone, gone: .notDone, says: "Invalid token", saysThatItIsGone: true),
        Row(
            status: "200 OK", body: #"{"error":"","revalidated":true}"#, absent: .done, gone: .done),
        Row(status: "200 OK", body: "not JSON at all", absent: .unknown, gone: .done),
        Row(status: "204 No Content", absent: .unknown, gone: .done),
        Row(
            status: "429 Too Many Requests", headers: "Retry-After: 37\r\n",
            body: #"{"error":"Too many requests"}"#, absent: .notDone, gone: .notDone,
            says: "again in 37 s"),
        Row(
            status: "503 Service Unavailable", headers: "Retry-After: 120\r\n",
            body: #"{"error":"maintenance"}"#, absent: .notDone, gone: .notDone,
            says: "again in 120 s"),
        Row(
            status: "202 Accepted", body: #"{"queued":true}"#, absent: .accepted, gone: .accepted),
        Row(
            status: "500 Internal Server Error",
            body: #"{"success":false,"error":"Redis refused INCR"}"#, absent: .notDone,
            gone: .notDone, says: "Redis refused INCR"),
        Row(
            status: "500 Internal Server Error", body: "Internal Server Error", absent: .unknown,
            gone: .unknown),
    ]

    @Test(arguments: rows, [false, true]) func meansAsItSays(_ row: Row, _ wasThere: Bool)
        async throws
    {
        try await withRedis { server in
            if wasThere { try await server.run("SET product:1 x EX 40") }
            let script = HTTPScript(status: row.status, body: row.body, headers: row.headers) {
                _ = try? await server.run("UNLINK product:1")
            }
            try await script.serve { url in
                let invalidator = server.invalidator(
                    api: RevalidateAPI(url: url, secret: "hush-hush"))
                let record = await invalidator.purge(
                    try invalidator.plan(.products([Array("1".utf8)])))
                #expect(record.outcome == (wasThere ? row.gone : row.absent), "\(record.message)")
                #expect(row.says.isEmpty || record.message.contains(row.says), "\(record.message)")
                let saysGone = record.message.contains("In Redis, though, product:1 is gone")
                #expect(!row.saysThatItIsGone || saysGone == wasThere, "\(record.message)")
                // Only what was done, or may have been, makes a copy old.
                #expect((record.edgeStaleUntil == nil) == (record.outcome == .notDone))
                #expect(try await server.published().map(\.outcome) == [record.outcome])
                #expect(try server.trailEntries().last?.record?.outcome == record.outcome)
            }
        }
    }
}

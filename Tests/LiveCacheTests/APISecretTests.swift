import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// The API gets its secrets, and no one else does, whatever the API repeats.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct APISecretTests {
    /// They are sent as Basic authentication, and shown nowhere.
    @Test func credentialsInTheURLAreSentAndNotShown() async throws {
        try await withRedis { server in
            let body = #"{"ok":false,"error":"no access for ann with p%40ss\\u0020word"}"#
            let script = HTTPScript(status: "200 OK", body: body)
            try await script.serve { url in
                let url =
                    url.replacing("http://", with: "http://ann:p%40ss%20word@") + "?key=k3y%26"
                let invalidator = server.invalidator(
                    api: RevalidateAPI(url: url, secret: "hush-hush"))
                let plan = try invalidator.plan(.search)
                let record = await invalidator.purge(plan)
                #expect(record.outcome == .notDone)
                let request = try #require(script.requests.first)
                #expect(request.hasPrefix("POST /api/revalidate?key=k3y%26 HTTP/1.1\r\n"))
                // ann:p@ss word
                #expect(request.lowercased().contains("authorization: basic \(basic)".lowercased()))
                #expect(request.contains(basic))
                #expect(!request.contains("ann:"))
                let trail = try String(contentsOfFile: server.trailPath, encoding: .utf8)
                let told = [plan.target, plan.summary, "\(record)", trail].joined()
                for word in ["p%40ss", "p@ss", "word", basic, "k3y", "ann:"] {
                    #expect(!told.contains(word), "\(word)")
                }
            }
        }
    }

    private let basic = "YW5uOnBAc3Mgd29yZA=="

    /// As Go, PHP, a form and a log of headers spell it: neither trail nor record has it.
    @Test(arguments: [
        #"k&7 \/\/x+Zq"#, #"k\u00267 \/\/x+Zq"#, "k%267%20%2f%2Fx%2bZq", "k%267+%2F%2Fx%2BZq",
        "k&amp;7 //x+Zq", "ayY3IC8veCtacQ==", "7 //x",
    ])
    func aRepeatedSecretReachesNoTrail(_ spelling: String) async throws {
        try await withRedis { server in
            let body = #"{"error":"wrong secret \#(spelling) in request"}"#
            try await HTTPScript(status: "400 Bad Request", body: body).serve { url in
                let invalidator = server.invalidator(
                    api: RevalidateAPI(url: url, secret: "k&7 //x+Zq"))
                let record = await invalidator.purge(try invalidator.plan(.search))
                #expect(record.message.contains("(400)"))
                let trail = try String(contentsOfFile: server.trailPath, encoding: .utf8)
                let entries = try await server.run("XRANGE cachetop:audit - +")
                let reports = (entries.elements ?? []).flatMap {
                    $0.elements?[1].elements?.compactMap(\.text) ?? []
                }.joined()
                for told in ["\(record)", trail, reports] {
                    #expect(!told.contains("wrong secret") && told.contains("(400)"))
                }
            }
        }
    }
}

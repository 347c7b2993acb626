import Metrics
import NIOHTTP1
import Testing

@testable import LiveCache

/// What one answer means, and what of it is shown.
@Suite struct APIAnswerTests {
    private func answer(
        _ body: [UInt8], status: Int = 200, secret: String = "hush-hush",
        headers: [(String, String)] = []
    ) -> APIAnswer {
        APIAnswer(
            HTTPAnswer(status: status, body: body, headers: HTTPHeaders(headers)),
            secrets: [secret], now: Timestamp(milliseconds: 0))
    }

    private func verdict(_ body: String, status: Int = 200) -> APIAnswer.Verdict {
        answer(Array(body.utf8), status: status).verdict
    }

    /// One no is a no, whatever the other members are; at the top, one level down, in an array.
    @Test(arguments: [
        #"{"success":false}"#, #"{"ok":0,"success":true}"#, #"{"ok":0,"success":false,"n":[1]}"#,
        #"{"revalidated":"false"}"#, #"{"error":"no such type"}"#, #"{"error":{"code":7}}"#,
        #"{"revalidated":true,"errors":["x"]}"#, #"{"errors":{"id":"unknown"},"data":null}"#,
        #"{"status":"error"}"#, #"{"status":"Error","ok":true}"#, #"{"statusCode":400}"#,
        #"{"statusCode":"500"}"#, #"{"data":{"success":false}}"#, #"[{"success":false}]"#,
        #"{"results":[{"ok":true},{"ok":false}]}"#, #"[[{"error":"x"}]]"#, #"{"error":true}"#,
        #"{"result":{"statusCode":404}}"#, #"{"error":1e999,"errors":"x"}"#,
    ])
    func aNoIsNotDone(body: String) {
        #expect(verdict(body) == .notDone)
        #expect(verdict(body, status: 202) == .notDone)
        for status in [500, 502, 503, 504] {
            let answer = answer(Array(body.utf8), status: status)
            #expect(answer.verdict == .notDone, "\(status)")
        }
    }

    @Test(arguments: [
        #"{"success":true}"#, #"{"error":null,"ok":1}"#, #"{"revalidated":true,"error":false}"#,
        #"{"revalidated":"true","errors":[]}"#, #"{"data":{"revalidated":true},"error":{}}"#,
        #"[{"ok":true}]"#, #"{"error":"","revalidated":true,"statusCode":200,"status":"ok"}"#,
        #"{"error":" ","ok":true}"#,
    ])
    func aYesIsDone(body: String) {
        #expect(verdict(body) == .done)
        #expect(verdict(body, status: 202) == .accepted)
        #expect(verdict(body, status: 500) == .unknown)
    }

    /// Two levels down it may be of something else.
    @Test(arguments: [
        "", "OK", "{}", "null", "[]", #"{"queued":true}"#, #"{"status":"success"}"#, "true",
        #"{"a":{"b":{"success":false}}}"#, #"{"a":{"b":{"success":true}}}"#, "<html>log in</html>",
        #"{"success":null}"#, #"{"statusCode":200}"#, #"{"success":"maybe"}"#, #"{"success""#,
    ])
    func aSuccessWithoutAWordIsSilent(body: String) {
        #expect(verdict(body) == .silent)
        #expect(verdict(body, status: 204) == .silent)
        #expect(verdict(body, status: 202) == .accepted)
    }

    @Test(
        arguments: [
            (301, "", .notDone, "redirect"), (400, "", .notDone, "bad (400)"),
            (401, "", .notDone, "REVALIDATE_SECRET"), (403, "", .notDone, "REVALIDATE_SECRET"),
            (404, "", .notDone, "(404)"), (404, "<html>", .notDone, "web page"),
            (418, "", .notDone, "418"), (429, "", .notDone, "(429)"), (501, "", .notDone, "(501)"),
            (503, "", .notDone, "(503)"), (503, "<html>", .notDone, "web page"),
            (500, "", .unknown, "not known"), (502, "<html>", .unknown, "not known"),
            (504, #"{"ok":true}"#, .unknown, "not known"),
        ] as [(Int, String, APIAnswer.Verdict, String)])
    func aStatusMeans(_ status: Int, _ body: String, _ verdict: APIAnswer.Verdict, _ words: String)
    {
        let answer = answer(Array(body.utf8), status: status)
        #expect(answer.verdict == verdict)
        #expect(answer.message.contains(words), "\(answer.message)")
    }

    /// Only the beginning was read: what follows may be a no.
    @Test func whatWasCutIsUnknown() {
        let long = Array(repeating: UInt8(ascii: "x"), count: HTTPExchange.readBytes)
        #expect(answer(long).verdict == .unknown)
        #expect(answer(Array(long.dropLast())).verdict == .silent)
        #expect(answer(Array(#"{"log":""#.utf8) + long).verdict == .unknown)
    }

    /// Not asked for, and not inflated: it may be a no.
    @Test(arguments: [[("content-encoding", "br")], [("Content-Encoding", "gzip, zstd")], []])
    func whatCannotBeReadIsUnknown(headers: [(String, String)]) {
        let answer = answer([0x1F, 0x8B, 8, 0], headers: headers)
        #expect(answer.verdict == .unknown && answer.message.contains("compressed"))
    }

    /// The text of the error, from wherever it stands; nothing else of the answer.
    @Test(arguments: [
        (#"{"error":"bad id"}"#, 400), (#"{"error":{"message":"bad id"}}"#, 422),
        (#"{"errors":[{"message":"bad id"}]}"#, 200), (#"{"ok":false,"message":"bad id"}"#, 200),
        (#"{"statusCode":500,"detail":"bad id"}"#, 500), ("bad id", 400), ("bad id", 502),
    ])
    func theErrorsTextIsShown(body: String, status: Int) {
        let answer = answer(Array(body.utf8), status: status)
        #expect(answer.message.hasSuffix("It says: bad id."), "\(answer.message)")
    }

    @Test(arguments: [
        #"{"revalidated":true,"message":"bad id"}"#, #"{"message":"bad id"}"#,
        #"{"success":false,"token":"bad id"}"#, #"{"success":false,"a":{"b":{"error":"bad id"}}}"#,
    ])
    func nothingElseIsShown(body: String) {
        #expect(!answer(Array(body.utf8)).message.contains("bad id"))
    }

    @Test func whenToTryAgainIsShown() {
        for (status, verdict) in [
            (429, APIAnswer.Verdict.notDone), (503, .notDone), (500, .unknown),
        ] {
            let answer = answer([], status: status, headers: [("Retry-After", "37")])
            #expect(answer.verdict == verdict && answer.message.hasSuffix("Try again in 37 s."))
        }
    }
}

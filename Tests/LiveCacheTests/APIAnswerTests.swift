import Metrics
import Testing

@testable import LiveCache

/// What an answer means, and what of it may be told.
@Suite struct APIAnswerTests {
    private func answer(_ body: String, status: Int = 200, secret: String = "s") -> APIAnswer {
        APIAnswer(status: status, body: Array(body.utf8), secret: secret)
    }

    /// One no is a no, whatever the other members are.
    @Test(arguments: [
        #"{"success":false}"#, #"{"ok":0,"success":true}"#, #"{"ok":0,"success":false,"n":[1]}"#,
        #"{"revalidated":"false"}"#, #"{"error":"no such type"}"#, #"{"error":{"code":7}}"#,
    ])
    func aNoIsNotDone(body: String) {
        #expect(answer(body).outcome == .notDone)
    }

    @Test(arguments: [
        "", "OK", #"{"success":true}"#, #"{"error":null,"ok":1}"#,
        #"{"revalidated":true,"error":false}"#,
    ])
    func aYesIsDone(body: String) {
        #expect(answer(body).outcome == .done)
    }

    /// Only the beginning was read: what follows may be a no.
    @Test func anObjectThatWasCutIsUnknown() {
        let long = #"{"log":""# + String(repeating: "x", count: HTTPExchange.readBytes)
        #expect(answer(String(long.prefix(HTTPExchange.readBytes))).outcome == .unknown)
        #expect(answer(String(repeating: "x", count: HTTPExchange.readBytes)).outcome == .done)
    }

    /// However the API spells it, cut or whole.
    @Test(arguments: [
        "topsecret/0123456789+x", #"topsecret\/0123456789+x"#, "topsecret%2F0123456789%2Bx",
        "topsecret%2f0123456789%2bx", #"topsecret\u002F0123456789\u002bx"#, "topsecret/0123",
        #"{"secret":"another"}"#,
    ])
    func theSecretIsNeverTold(spelling: String) {
        for status in [200, 400, 500, 503] {
            let message = answer(
                "you sent \(spelling)", status: status, secret: "topsecret/0123456789+x"
            ).message
            #expect(!message.contains("you sent"), "\(message)")
        }
        #expect(answer("bad id", status: 400, secret: "topsecret").message.contains("bad id"))
    }
}

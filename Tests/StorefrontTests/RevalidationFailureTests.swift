import Foundation
import HTTPTypes
import Metrics
import NIOCore
import RedisClient
import Testing

@testable import Storefront

/// What Redis may have carried out is not answered as "not done".
struct RevalidationFailureTests {
    private func refusal(sent: Bool, removed: Int = 0) throws -> (Refusal, [String: String]) {
        let error = RedisError(
            .lost, endpoint: "redis://r", attempted: "UNLINK", message: "gone",
            mayHaveBeenCarriedOut: sent)
        var done = CarriedOut()
        done.removed(removed)
        let refusal = RevalidationFailure.refusal(error, after: done)
        let body = try JSONDecoder().decode(
            [String: String].self, from: Data(refusal.body.readableBytesView))
        return (refusal, body)
    }

    @Test(arguments: [(true, 0), (true, 3), (false, 3)])
    func whatMayHaveBeenDoneHasNoError(sent: Bool, removed: Int) throws {
        let (refusal, body) = try refusal(sent: sent, removed: removed)
        #expect(refusal.status == .badGateway && refusal.retryAfter == 1)
        #expect(Array(body.keys) == ["message"])
        #expect(
            body["message"]?.contains(removed > 0 ? "3 keys were removed" : "not known") == true)
    }

    @Test func whatWasNeverSentIsNotDone() throws {
        let (refusal, body) = try refusal(sent: false)
        #expect(refusal.status == .serviceUnavailable)
        #expect(body["error"]?.hasPrefix("Not done") == true)
    }
}

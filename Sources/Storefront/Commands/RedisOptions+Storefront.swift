import Console
import Foundation
import RedisClient

extension RedisOptions {
    /// The storefront asks nobody for a password: it runs where nobody types.
    func endpoint(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Ending) -> RedisEndpoint {
        try SettingLookup(environment).endpoint(self, clientName: "storefront") { _ in nil }
    }
}

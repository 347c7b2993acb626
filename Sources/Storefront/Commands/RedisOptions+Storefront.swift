import Console
import Foundation
import RedisClient

extension RedisOptions {
    /// The storefront prompts for no password: it runs without a terminal.
    func endpoint(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Ending) -> RedisEndpoint {
        try SettingLookup(environment).endpoint(self, clientName: "storefront") { _ in nil }
    }
}

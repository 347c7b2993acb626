import ArgumentParser
import Console
import Testing

@testable import CacheTop

/// A suite about what options, variables and the configuration file come to.
protocol ReadsSettings {}

extension ReadsSettings {
    func settings(
        _ arguments: [String] = [], _ environment: [String: String] = [:],
        prompt: (String) -> String? = { _ in nil }
    ) throws -> Settings {
        try Settings(
            try CommonOptions.parse(arguments), environment: environment, prompt: prompt)
    }

    func problem(
        _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) throws -> Ending {
        try #require(throws: Ending.self) { _ = try settings(arguments, environment) }
    }
}

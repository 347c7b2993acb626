import ArgumentParser

struct CheckCacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check-cache", abstract: "")

    func run() async throws {}
}

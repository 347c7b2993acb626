import ArgumentParser

struct WarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "warm", abstract: "")

    func run() async throws {}
}

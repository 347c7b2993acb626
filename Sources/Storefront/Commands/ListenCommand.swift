import ArgumentParser

struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "listen", abstract: "")

    func run() async throws {}
}

package import Logging
import NIOCore

// What a connection writes into a log: names of commands and codes of errors, but no arguments, since they are
// keys and secrets. The server's words, which may repeat an argument, stand at debug.

extension Logger {
    /// Writes nothing.
    package static var silent: Logger {
        Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
    }

    func trace(_ commands: [RedisCommand], took: TimeAmount, _ failure: RedisError?) {
        guard logLevel <= .trace else { return }
        let milliseconds = Double(took.nanoseconds) / 1e6
        var metadata: Logger.Metadata = [
            "ms": "\((milliseconds * 1000).rounded() / 1000)"
        ]
        if let failure { metadata["failed"] = "\(failure.kind)" }
        trace("\(Self.names(of: commands))", metadata: metadata)
    }

    /// `PTTL x50, MEMORY USAGE x50`, in the order in which the names come first.
    static func names(of commands: [RedisCommand]) -> String {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for command in commands {
            let name = command.name
            if counts[name] == nil { order.append(name) }
            counts[name, default: 0] += 1
        }
        return order.map { name in
            counts[name] == 1 ? name : "\(name) x\(counts[name] ?? 0)"
        }.joined(separator: ", ")
    }

    func ended(_ reason: RedisError) {
        log(
            level: reason.kind == .closed ? .debug : .info, "the connection ended",
            metadata: ["reason": "\(reason.message)"])
    }
}

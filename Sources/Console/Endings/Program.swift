package import ArgumentParser
import Dispatch
import FoundationEssentials
import Glibc

/// A program from its arguments to its exit status, which mean the same for both: 0 done, 1 failed, 2 used
/// wrongly, and what an `Ending` says.
package enum Program {
    /// Runs what the process was started with, and ends the process.
    ///
    /// Not async: Dispatch opens descriptors of its own before an async `main` begins.
    package static func run<Root: ParsableCommand>(_ root: Root.Type) -> Never {
        Output.prepare()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let isMonitor = root.configuration.subcommands.contains {
            $0 is any MonitorCommand.Type && $0.configuration.commandName == arguments.first
        }
        /// A monitor would take the statuses of other commands for an alert.
        func ended(_ status: Int32) -> Never {
            exit(isMonitor && status != 0 ? MonitorStatus.unknown : status)
        }
        let name = root.configuration.commandName ?? root._commandName
        // Swift repairs what is not UTF-8, and a repaired key is another key.
        let words = UnsafeBufferPointer(
            start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)
        ).dropFirst()
        guard words.allSatisfy({ $0.flatMap { String(validatingCString: $0) } != nil }) else {
            complain(
                "an argument is not UTF-8, so it can't be taken as it is. For a key with such bytes "
                    + "use 'cachetop purge pattern' with a ? for each.", as: name)
            ended(Ending.Status.usedWrongly.rawValue)
        }
        do {
            try OpenFileLimit.raise()
        } catch {
            complain(error.description, as: name)
            ended(error.status.rawValue)
        }
        Task {
            let status: Int32
            do throws(MonitorStatus) {
                status = try await self.status(of: root, arguments, name: name)
            } catch {
                await LineQueue.finishAll()
                exit(error.code)
            }
            await LineQueue.finishAll()
            ended(status)
        }
        dispatchMain()
    }

    private static func status<Root: ParsableCommand>(
        of root: Root.Type, _ arguments: [String], name: String
    ) async throws(MonitorStatus) -> Int32 {
        if let problem = CommandNames.problem(root, arguments) {
            complain(DisplayLine.safeLines(problem), as: name)
            return Ending.Status.usedWrongly.rawValue
        }
        var command: any ParsableCommand
        do {
            command = try root.parseAsRoot(arguments)
        } catch {
            return status(root, error, name: name)
        }
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let status as MonitorStatus {
            throw status
        } catch let ending as Ending {
            complain(ending.description, as: name)
            return ending.status.rawValue
        } catch  where root.exitCode(for: error) == .failure {
            complain(DisplayLine.safeLines("\(error)"), as: name)
            return Ending.Status.failed.rawValue
        } catch {
            return status(root, error, name: name)
        }
    }

    /// What the parser has to say: help and the version, which are no errors, or wrong use.
    private static func status<Root: ParsableCommand>(
        _ root: Root.Type, _ error: any Error, name: String
    ) -> Int32 {
        let message = root.fullMessage(for: error)
        guard root.exitCode(for: error) == .success else {
            let sentence = message.hasPrefix("Error: ") ? message.dropFirst(7) : message[...]
            complain(DisplayLine.safeLines(String(sentence)), as: name)
            return Ending.Status.usedWrongly.rawValue
        }
        do throws(Ending) {
            try Output.put(message + "\n")
            return 0
        } catch {
            return error.status.rawValue
        }
    }

    /// A sentence on standard error, with the program's name before it.
    package static func complain(_ sentence: String, as name: String) {
        Output.warn("\(name): \(sentence)")
    }
}

import Metrics
import RedisClient

extension SourceProblem {
    /// What an error reply means for the source that was asked.
    init(_ error: RedisServerError) {
        switch error.code {
        case "NOPERM": self.init(.refused, error.message)
        case "MOVED":
            let node = error.otherNode.map { " (\($0))" } ?? ""
            self.init(.notTold, "On another node\(node): \(error.message)")
        case "ERR" where error.isUnknownCommand: self.init(.notTold, error.message)
        // A server that loads its data, or is busy, may answer the next time.
        default: self.init(.lost, error.message)
        }
    }
}

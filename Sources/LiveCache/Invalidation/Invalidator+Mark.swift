package import Metrics
import RedisClient

extension Invalidator {
    /// Writes a mark that every dashboard on this Redis shows: a deployment, a campaign, an incident.
    ///
    /// Throws a sentence; a refusal where a guard, a replica or another node of a cluster forbids it.
    package func mark(_ text: MarkText) async throws(InvalidationPlan.Problem) {
        if guards.isReadOnly {
            throw .init(
                description: "Read-only mode: no mark was written. Leave out --read-only (also "
                    + "in the variable and the file).", isRefusal: true)
        }
        guard let json = AuditMark(by: operatorName, message: "\(text)").json else {
            throw .init(description: "The mark could not be encoded as JSON; nothing was written.")
        }
        let command = RedisCommand(
            "XADD", AuditStream.key, "MAXLEN", "~", AuditStream.length, "*", AuditMark.field,
            bytes: [json])
        do {
            _ = try await RedisConnection.withConnection(to: endpoint, logger: logger) {
                try await $0.send(command)
            }
        } catch let error as RedisError {
            throw Self.problem(error)
        } catch {
            throw .init(description: "No mark was written: \(error)")
        }
    }

    private static func problem(_ error: RedisError) -> InvalidationPlan.Problem {
        guard let refusal = error.serverError else {
            let lead =
                error.mayHaveBeenCarriedOut
                ? "It is not known whether the mark was written." : "No mark was written."
            return .init(description: "\(lead) \(error)")
        }
        if refusal.code == "WRONGTYPE" {
            return .init(
                description: "No mark was written: \(AuditStream.key) is not a stream; delete it.")
        }
        return .init(
            description: "No mark was written: \(error.advised)",
            isRefusal: ["READONLY", "MOVED", "ASK"].contains(refusal.code))
    }
}

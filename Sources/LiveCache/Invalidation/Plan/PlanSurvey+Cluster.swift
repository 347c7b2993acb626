import Metrics
import RedisClient

// One node of a cluster holds a part of the keys only: what would have to be found on all of them can't be
// purged whole from here, and a part must not be reported as the whole.

extension PlanSurvey {
    /// Lets through what names all of its keys, when this node holds every one of them.
    func refuseInCluster(
        _ steps: [InvalidationPlan.Step], _ connection: RedisConnection
    ) async throws(Stop) {
        var named: [[UInt8]] = []
        for step in steps {
            guard case .unlink(let keys) = step else { throw .refused(wholeClusterRefusal) }
            named += keys
        }
        for start in stride(from: 0, to: named.count, by: Self.detailBatch) {
            let batch = Array(named[start..<min(named.count, start + Self.detailBatch)])
            let answers: SweepBatch.Answers
            do throws(RedisError) {
                answers = try await SweepBatch.ask(batch, connection, own: own)
            } catch {
                throw .redis(error)
            }
            if let error = answers.refused["PTTL"] { throw .refused(refusal(error)) }
        }
    }

    private var wholeClusterRefusal: String {
        "Not sent: \(plan.target) is one node of a cluster, and '\(scope.text)' concerns keys on all of "
            + "its nodes, which cachetop can't reach yet. Use the shop's API (--via api), or name single "
            + "keys on the node that holds them ('purge product ID', 'purge key KEY')."
    }

    private func refusal(_ error: RedisServerError) -> String {
        let node = error.otherNode.map { " (\($0))" } ?? ""
        return error.isElsewhere
            ? "Not sent: a key of '\(scope.text)' lives on another node of this cluster\(node). Connect to "
                + "that node, or use the shop's API (--via api)."
            : "Not sent: this is one node of a cluster, and it could not be checked that it holds the keys "
                + "of '\(scope.text)': \(error.message)."
    }
}

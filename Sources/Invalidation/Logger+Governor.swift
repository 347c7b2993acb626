package import Logging
package import Metrics

extension Logger {
    /// A governor's decision: each slowing down, and when it is at full speed again.
    package func debug(_ decision: LatencyGovernor.Decision?, of work: String) {
        guard let decision, decision.isSlower || decision.share >= 1 else { return }
        debug(
            decision.isSlower ? "gives way to other clients" : "is at full speed again",
            metadata: [
                "work": "\(work)", "share": "\(decision.share)",
                "roundTripSeconds": "\(decision.roundTrip)", "normalSeconds": "\(decision.normal)",
            ])
    }
}

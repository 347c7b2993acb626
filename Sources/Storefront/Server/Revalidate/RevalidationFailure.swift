import HTTPTypes
import Metrics
import RedisClient

/// Why an invalidation was not done, or not all of it, as the API answers it.
///
/// The caller knows the secret, so the server's own words may be in it; its address may not. What Redis
/// may have carried out is 502 without the word `error`: the caller must not take it for "not done".
enum RevalidationFailure {
    static let unreachable = "Not done: Redis can't be reached. Ask again when it is back."

    static func refusal(_ error: RedisError, after carriedOut: CarriedOut) -> Refusal {
        let done = described(carriedOut)
        guard let said = error.serverError else {
            guard error.mayHaveBeenCarriedOut || !done.isEmpty else {
                return Refusal(.serviceUnavailable, unreachable, retryAfter: 1)
            }
            let what =
                done.isEmpty
                ? "The outcome is not known: Redis did not answer."
                : "\(done), then Redis did not answer."
            var refusal = Refusal(
                .badGateway, what + " It is safe to ask again.", retryAfter: 1)
            refusal.isUnknown = true
            return refusal
        }
        guard done.isEmpty else {
            // A part was done: "error" would say that nothing was.
            var refusal = Refusal(
                .badGateway,
                "Done in part: \(done). Then Redis refused \(error.attempted) (\(said.message)). "
                    + "It is safe to ask again.")
            refusal.isUnknown = true
            return refusal
        }
        let lead = "Not done"
        if said.code == "WRONGTYPE" || said.isNotAnInteger {
            return Refusal(
                .conflict,
                "\(lead): the counter is no integer. Set it to one, or delete it, then ask again.")
        }
        // 503, and not 500: Redis may take it later, and nothing here has failed.
        return Refusal(
            .serviceUnavailable, "\(lead): Redis refused \(error.attempted) (\(said.message)).",
            retryAfter: said.code == "OOM" ? 1 : nil)
    }

    /// Empty when nothing was done.
    private static func described(_ carriedOut: CarriedOut) -> String {
        var parts = carriedOut.counters.map { "\(KeyText.text($0.key)) is now \($0.to)" }.sorted()
        if carriedOut.removed > 0 { parts.append("\(carriedOut.removed) keys were removed") }
        return parts.joined(separator: ", ")
    }
}

import HTTPTypes
import RedisClient

/// Why an invalidation was not done, or not all of it, as the API answers it.
///
/// The caller knows the secret, so the server's own words may be in it; its address may not. What Redis
/// may have carried out is 502 without the word `error`: the caller must not take it for "not done".
enum RevalidationFailure {
    static let unreachable = "Not done: Redis can't be reached. Ask again when it is back."

    static func refusal(_ error: RedisError, after deed: Revalidation.Deed) -> Refusal {
        let done = described(deed)
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
        let lead = done.isEmpty ? "Not done" : "\(done), then not done"
        if said.code == "WRONGTYPE" || said.message.contains("not an integer") {
            return Refusal(
                .conflict,
                "\(lead): the counter is no integer. Set it to one, or delete it, then ask again.")
        }
        return Refusal(
            .internalServerError, "\(lead): Redis refused \(error.attempted) (\(said.message)).")
    }

    /// Empty when nothing was done.
    private static func described(_ deed: Revalidation.Deed) -> String {
        var parts = deed.counters.sorted { $0.key < $1.key }.map { "\($0.key) is now \($0.value)" }
        if deed.keysRemoved > 0 { parts.append("\(deed.keysRemoved) keys were removed") }
        return parts.joined(separator: ", ")
    }
}

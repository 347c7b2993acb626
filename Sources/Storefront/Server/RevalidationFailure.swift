import HTTPTypes
import RedisClient

/// Why an invalidation was not done, or not all of it, as the API answers it.
///
/// Whoever reads this knows the secret; the server's own words may be in it, its address not.
enum RevalidationFailure {
    static let unreachable = "Not done: Redis can't be reached. Ask again when it is back."

    static func refusal(_ error: RedisError, after deed: Revalidation.Deed) -> Refusal {
        let done = described(deed)
        guard let said = error.serverError else {
            let what =
                done.isEmpty
                ? "Not known whether it was done: Redis went away."
                : "\(done), then Redis went away."
            return Refusal(
                .serviceUnavailable, what + " To ask again does no harm.", retryAfter: 1)
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

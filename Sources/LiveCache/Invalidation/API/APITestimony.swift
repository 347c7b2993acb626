/// What Redis shows of an invalidation by the API.
struct APITestimony {
    /// Of the first counter, when it has changed.
    var from: Int64?
    var to: Int64?
    /// What is as it was, as a clause; nil: nothing that could be checked.
    var doubt: String?
    /// What has changed, as a clause; nil: nothing.
    var change: String?
    /// Nothing is as it was, and something changed that time alone does not change.
    var isProof = false
    /// A part of the change may be a TTL that ran out.
    var mayHaveExpired = false
}

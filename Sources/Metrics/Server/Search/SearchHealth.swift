/// How the shop's search engine (Meilisearch) answered when it was last asked for its health.
///
/// An alert carries it (`AlertRule.searchEngine`), so the header and the snapshot's file say the same words;
/// a shop whose search engine was not named has none.
package enum SearchHealth: Sendable, Hashable {
    /// It answered that it is available, after so many seconds.
    case available(seconds: Double)
    /// Why not, in a few words: `connection refused`.
    case down(String)
}

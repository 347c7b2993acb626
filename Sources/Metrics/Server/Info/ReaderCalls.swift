/// Calls of PTTL, TTL and OBJECT since the server's start: what watches a cache makes them, and
/// the server counts each as a hit or a miss.
package struct ReaderCalls: Sendable, Hashable {
    package var all: UInt64
    /// cachetop's own among them.
    package var own: UInt64

    package init(all: UInt64, own: UInt64) {
        self.all = all
        self.own = own
    }
}

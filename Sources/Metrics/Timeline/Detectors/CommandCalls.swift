/// Calls since the server's start of the commands that remove many keys, by INFO commandstats.
package struct CommandCalls: Sendable, Hashable, Codable {
    package var unlink: UInt64
    package var del: UInt64
    package var flushAll: UInt64
    package var flushDB: UInt64
    package var swapDB: UInt64

    package init(
        unlink: UInt64 = 0, del: UInt64 = 0, flushAll: UInt64 = 0, flushDB: UInt64 = 0,
        swapDB: UInt64 = 0
    ) {
        self.unlink = unlink
        self.del = del
        self.flushAll = flushAll
        self.flushDB = flushDB
        self.swapDB = swapDB
    }

    /// Calls between two readings; nil: the statistics began anew between them.
    func since(_ old: CommandCalls) -> CommandCalls? {
        guard unlink >= old.unlink, del >= old.del, flushAll >= old.flushAll,
            flushDB >= old.flushDB, swapDB >= old.swapDB
        else { return nil }
        return CommandCalls(
            unlink: unlink - old.unlink, del: del - old.del, flushAll: flushAll - old.flushAll,
            flushDB: flushDB - old.flushDB, swapDB: swapDB - old.swapDB)
    }
}

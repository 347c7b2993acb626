import Console
import Logging
import RedisClient
import Synchronization

/// What `serve` says while it runs, beside its answers.
extension ServeCommand {
    /// Lines that a shop's API prints; a reader who does not read holds no request up.
    static func lookUpLog() -> @Sendable (Bool, [UInt8]) -> Void {
        let lines = LineQueue(capacity: 1 << 20) { try? Output.put($0) }
        return { isHit, key in
            let text = DisplayLine.safe(String(decoding: key, as: UTF8.self))
            lines.write("[CACHE \(isHit ? "HIT" : "MISS")] \(text)")
        }
    }

    static func logChange(
        _ logger: Logger
    ) -> @Sendable (RedisLink.Change) -> Void {
        let hasBeenLost = Atomic(false)
        return { change in
            switch change {
            case .lost(let error):
                hasBeenLost.store(true, ordering: .relaxed)
                logger.warning(
                    "\(error) Until it is back, everything comes from the catalogue.")
            case .connected where hasBeenLost.load(ordering: .relaxed):
                logger.info("Redis is back.")
            case .connected: break
            }
        }
    }
}

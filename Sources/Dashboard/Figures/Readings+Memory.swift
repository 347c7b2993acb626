import Metrics
import Screen

extension Readings {
    private var memory: Snapshot.Memory { snapshot.memory }

    private func bytes(_ bytes: UInt64?) -> Figure { figure(bytes, .memory) { Format.bytes($0) } }

    var used: Figure { bytes(memory.usedBytes) }
    var resident: Figure { bytes(memory.rssBytes) }
    var peak: Figure { bytes(memory.peakBytes) }
    /// nil: there is no limit, or none is known.
    var limit: Figure? { (memory.maxBytes ?? 0) > 0 ? bytes(memory.maxBytes) : nil }
    var fragmentation: Figure {
        figure(memory.fragmentationRatio, .memory) { Format.decimal($0, places: 2) }
    }
    var evictionPolicy: Figure { figure(memory.policy, .memory) { $0 } }

    /// Of the limit; nil: there is none.
    var usedShare: Figure? {
        guard let limit = memory.maxBytes, limit > 0 else { return nil }
        return figure(memory.usedBytes, .memory) {
            Format.percent(Double($0) / Double(limit))
        }
    }

    /// `+57.0 MiB/min`, or that it is steady.
    var growth: Figure {
        figure(memory.growthBytesPerSecond, .memory) { perSecond in
            let aMinute = UInt64(saturating: (abs(perSecond) * 60).rounded())
            if aMinute == 0 { return "steady" }
            return (perSecond > 0 ? "+" : "-") + Format.bytes(aMinute) + "/min"
        }
    }

    /// `full in ~14m`; nil: it does not grow, or has no limit.
    var timeUntilFull: Figure? {
        guard let left = snapshot.secondsUntilFull else { return nil }
        return figure(left, .memory) { "full in \(Self.about($0))" }
    }

    /// One unit says enough of a guess.
    static func about(_ seconds: Double) -> String {
        let minutes = (seconds / 60).rounded()
        if minutes < 2 { return "~" + Format.span(seconds.rounded()) }
        return "~" + Format.span(minutes < 120 ? minutes * 60 : (minutes / 60).rounded() * 3600)
    }

    /// Whose the memory is, the largest part first; empty before anything is known.
    var shares: [(name: String, figure: Figure)] {
        guard snapshot.memoryBy.contains(where: { $0.bytes != nil }) else { return [] }
        return snapshot.memoryBy.filter { $0.bytes.map { $0 > 0 } ?? false }
            .sorted { ($0.bytes ?? 0) > ($1.bytes ?? 0) }
            .map { share in
                let source: Source = share.of == MemoryShare.overhead ? .memory : .memoryUsage
                return (Self.name(of: share), figure(share.bytes, source) { Format.bytes($0) })
            }
    }

    private static func name(of share: MemoryShare) -> String {
        share.of == MemoryShare.unclassified ? "other keys" : share.of
    }
}

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

    /// Whose the memory is, the largest part first; empty before anything is known.
    var shares: [(name: String, figure: Figure)] {
        sharesBySize.map { share in
            (Self.name(of: share), figure(share.bytes, source(of: share)) { Format.bytes($0) })
        }
    }

    /// The same in one row, in one unit: as many as fit.
    func briefShares(_ columns: Int) -> Line {
        let unit = Self.unit(of: snapshot.memoryBy.compactMap(\.bytes).max() ?? 0)
        let end = Line(DisplayText(" \(unit.name)"), .dim)
        var line = Line()
        for share in sharesBySize {
            let text = Format.decimal(Double(share.bytes ?? 0) / unit.size, places: 1)
            // What rounds to nothing has no place in so little room.
            let part =
                Line(DisplayText("\(Self.name(of: share)) "), .dim)
                + figure(share.bytes, source(of: share)) { _ in text }.line()
            let longer = line.isEmpty ? part : line + Line("  ") + part
            guard longer.columns + end.columns <= columns, text != "0.0" else { break }
            line = longer
        }
        return line.isEmpty ? line : line + end
    }

    private static func unit(of bytes: UInt64) -> (size: Double, name: String) {
        var size = 1024.0
        for name in ["KiB", "MiB", "GiB"] {
            if Double(bytes) < size * 1000 { return (size, name) }
            size *= 1024
        }
        return (size, "TiB")
    }

    private var sharesBySize: [MemoryShare] {
        snapshot.memoryBy.filter { ($0.bytes ?? 0) > 0 }
            .sorted { ($0.bytes ?? 0) > ($1.bytes ?? 0) }
    }

    private func source(of share: MemoryShare) -> Source {
        share.of == MemoryShare.overhead ? .memory : .memoryUsage
    }

    private static func name(of share: MemoryShare) -> String {
        share.of == MemoryShare.unclassified ? "other keys" : share.of
    }
}

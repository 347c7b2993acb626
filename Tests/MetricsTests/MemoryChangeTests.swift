import Foundation
import Metrics
import Testing

/// Growth that begins, ends or turns is seen within half a minute; noise is no change.
struct MemoryChangeTests {
    private static let megabyte = 1_048_576.0
    private static let limit = 512 * megabyte

    /// Polls once a second, with what each has at its second, and looks from a second on.
    private static func watch(
        _ seconds: Int, from first: Int, _ used: (Double) -> Double,
        _ look: (Int, Snapshot.Memory, Double?) -> Void
    ) {
        var history = History.standard
        for second in 0...seconds {
            let bytes = UInt64(max(0, used(Double(second))))
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info(
                        "run_id:a\r\nused_memory:\(bytes)\r\nmaxmemory:\(UInt64(limit))\r\n"
                            + "maxmemory_policy:allkeys-lru")))
            guard second >= first else { continue }
            let snapshot = history.snapshot(Double(second))
            look(second, snapshot.memory, snapshot.secondsUntilFull)
        }
    }

    /// A course and some noise: of its own, the same in each run.
    private static func noise(_ second: Double, _ size: Double) -> Double {
        let value = sin(second * 12.9898) * 43_758.5453
        return (value - value.rounded(.down) - 0.5) * 2 * size
    }

    /// By the half minute it is seen, two thirds of it at the least; then it stays.
    @Test(arguments: [(1, 1.5), (0.25, 0), (-0.5, 1.5)] as [(Double, Double)])
    func whatBeginsIsSeen(perSecond: Double, noisy: Double) {
        let start = 240.0
        var seen: [Int: Double] = [:]
        var over: [Int: Double] = [:]
        var full: [Int: Double] = [:]
        Self.watch(480, from: 240) { second in
            (200 + perSecond * max(0, second - start) + Self.noise(second, noisy)) * Self.megabyte
        } _: { second, memory, left in
            seen[second] = memory.growthBytesPerSecond.map { $0 / Self.megabyte }
            over[second] = memory.growthSeconds
            full[second] = left
        }
        #expect(seen[Int(start)] == 0 && over[Int(start)] == start)
        for second in 270...480 {
            let share = (seen[second] ?? 0) / perSecond
            // A slow change beside much noise takes longer.
            if noisy > 0, abs(perSecond) < 1, second < 300 { continue }
            #expect((0.66...1.34).contains(share), "\(share) at \(second)")
        }
        #expect((25...65).contains(over[275] ?? 0))
        // The longer it goes on, the longer the time that it is measured over.
        #expect((over[400] ?? 0) > 100)
        if perSecond == 1 {
            // 312 MiB are left at the beginning.
            #expect(abs((full[300] ?? 0) - 252) < 40)
        }
        if perSecond < 0 { #expect(full.isEmpty) }
    }

    @Test func whatEndsIsSeen() {
        Self.watch(340, from: 335) { second in
            (100 + min(second, 300) + Self.noise(second, 0.5)) * Self.megabyte
        } _: { second, memory, left in
            #expect(memory.growthBytesPerSecond == 0 && left == nil, "\(second)")
            #expect((memory.growthSeconds ?? 0) <= 30)
        }
    }

    /// One step is no growth, neither when it comes nor later.
    @Test func aStepIsNoGrowth() {
        Self.watch(400, from: 195) { second in
            (100 + (second >= 200 ? 50 : 0) + Self.noise(second, 0.5)) * Self.megabyte
        } _: { second, memory, left in
            #expect(left == nil && (memory.growthBytesPerSecond ?? 0) == 0, "\(second)")
        }
    }

    enum Calm: String, CaseIterable {
        case constant, noise, wave, fastWave, saw, spikes

        func used(_ second: Double) -> Double {
            switch self {
            case .constant: 100
            case .noise: 100 + MemoryChangeTests.noise(second, 8)
            case .wave: 100 + 20 * sin(second / 60 * 2 * .pi)
            case .fastWave: 100 + 20 * sin(second / 7 * 2 * .pi)
            case .saw: 100 + second.truncatingRemainder(dividingBy: 25)
            case .spikes: 100 + (Int(second) % 9 == 4 ? 300 : MemoryChangeTests.noise(second, 1))
            }
        }
    }

    /// After two minutes of it nothing grows, at any moment.
    @Test(arguments: Calm.allCases)
    func noiseIsNoChange(_ calm: Calm) {
        Self.watch(360, from: 120) {
            calm.used($0) * Self.megabyte
        } _: { second, memory, _ in
            #expect(memory.growthBytesPerSecond == 0, "\(second)")
        }
    }

    /// Slow growth beside much noise is the same growth at every moment.
    @Test func slowGrowthStaysWhatItIs() {
        Self.watch(360, from: 100) { second in
            (100 + second / 10 + Self.noise(second, 1)) * Self.megabyte
        } _: { second, memory, _ in
            let growth = (memory.growthBytesPerSecond ?? 0) / Self.megabyte
            #expect((0.08...0.12).contains(growth), "\(growth) at \(second)")
        }
    }

    /// With polls ten seconds apart a minute is the shortest stretch.
    @Test func rarePollsTakeLonger() {
        var history = History.standard
        for second in stride(from: 0, through: 300, by: 10) {
            let used = (100 + max(0, Double(second) - 240)) * Self.megabyte
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info("run_id:a\r\nused_memory:\(UInt64(used))")))
        }
        let memory = history.snapshot(300).memory
        #expect(abs((memory.growthBytesPerSecond ?? 0) - Self.megabyte) < 1000)
        #expect(memory.growthSeconds == 60)
    }
}

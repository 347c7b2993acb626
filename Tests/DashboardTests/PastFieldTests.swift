import Dashboard
import Foundation
import Metrics
import Testing

/// A field that is added to the snapshot and is not recorded is found here.
@Suite struct PastFieldTests {
    /// What has rules of its own (`PastTests`), and texts that are not recorded.
    private static let others = [
        "topKeys", "invalidations", "alerts", "unavailable", "memory.history",
        "unclassified.examples", "events.example", "listeners", "timeline", "inspected",
        // Of the last minutes or the last sweep, and what follows from them.
        "hotKeys", "stampedes", "expiryForecast", "generations", "drift", "reconciliation",
        "findings", "endedAlerts", "events.observedSeconds", "memoryCurve",
        // What the operator searches for, among the keys of now.
        "found",
        // What the operator compares with, and the past itself.
        "baseline", "history",
    ]
    /// Of the whole run, not of a moment: a part of each resource that is not recorded.
    private static let othersOfAResource = ["missCauses", "ttlCurve", "neverRead", "usual"]

    @Test(arguments: [MemoryOutlook.tooEarly, .fills])
    func everyNumberComesBack(outlook: MemoryOutlook) throws {
        var snapshot = Shop.busy(ScreenTests.wide).shown
        snapshot.events.lines = 12
        snapshot.events.understood = 11
        snapshot.events.lagSeconds = 0.25
        snapshot.events.resets = 1
        snapshot.events.gaps = 2
        snapshot.events.dropped = 3
        snapshot.events.unknown = 4
        snapshot.server.otherReadersRatio = 0.125
        snapshot.memory.growthBytesPerSecond = 99
        snapshot.memory.growthSeconds = 45
        snapshot.memory.growthSwingBytes = 4096
        snapshot.memory.growthSlows = true
        snapshot.memory.refillingSince = Shop.noon.adding(seconds: -30)
        snapshot.memory.outlook = outlook
        snapshot.memory.forecastNeedsSeconds = outlook == .tooEarly ? 60 : nil
        snapshot.secondsUntilFull = outlook == .fills ? 1200 : nil
        for index in snapshot.memoryBy.indices where snapshot.memoryBy[index].bytes == nil {
            snapshot.memoryBy[index].bytes = 77
        }
        for index in snapshot.versions.indices {
            snapshot.versions[index].changedAt = Shop.noon.adding(seconds: -72)
            snapshot.versions[index].changesPerHour = 0.75
        }
        snapshot.unavailable = []
        var past = Past()
        past.note(snapshot)
        let restored = try #require(
            past.snapshot(
                at: snapshot.takenAt, invalidationsOf: Shop.busy(ScreenTests.wide).history))
        let (expected, found) = (try Self.leaves(snapshot), try Self.leaves(restored))
        #expect(Set(expected.keys) == Set(found.keys))
        var unmeasured: Set<String> = []
        for (path, value) in expected {
            guard let number = value as? Double else {
                if value is NSNull { unmeasured.insert(path) }
                #expect("\(value)" == found[path].map { "\($0)" }, "\(path)")
                continue
            }
            let other = found[path] as? Double ?? .nan
            let most = path.contains("minute") ? 0.0021 : abs(number) * 1e-6
            #expect(abs(number - other) <= most, "\(path): \(number), \(other)")
        }
        // Null comes back from anything: of these nothing was tried.
        let untried = unmeasured.filter {
            !$0.contains("policy") && !$0.hasSuffix("toSeconds") && !$0.contains("deadGenerations")
                && !$0.contains("minute")
                && !$0.hasSuffix(
                    outlook == .fills ? "forecastNeedsSeconds" : "secondsUntilFull")
        }
        #expect(untried == [], "give them a value above")
    }

    /// Path and value of all that is no list or object.
    private static func leaves(_ snapshot: Snapshot) throws -> [String: Any] {
        var leaves: [String: Any] = [:]
        func visit(_ value: Any, _ path: String) {
            // Of the keys that a policy does not expect the past has the number, no names.
            if others.contains(path) || path.hasSuffix("Examples") { return }
            if path.hasPrefix("resources["), let name = path.split(separator: ".").last,
                othersOfAResource.contains(String(name))
            {
                return
            }
            if let object = value as? [String: Any] {
                for (name, part) in object { visit(part, path.isEmpty ? name : "\(path).\(name)") }
            } else if let list = value as? [Any] {
                for (index, part) in list.enumerated() { visit(part, "\(path)[\(index)]") }
            } else {
                let number = (value as? NSNumber)?.doubleValue
                leaves[path] =
                    path.hasSuffix("At") || path.hasSuffix("countedFrom") || path.hasSuffix("Since")
                    ? seconds(value) : number ?? value
            }
        }
        visit(try JSONSerialization.jsonObject(with: Data(try snapshot.json())), "")
        return leaves
    }

    private static func seconds(_ value: Any) -> Any {
        (value as? String).flatMap { Timestamp(rfc3339: $0) }.map {
            $0.seconds(since: Shop.noon.adding(seconds: -1000))
        } ?? value
    }
}

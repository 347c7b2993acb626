import Foundation
import Metrics
import Screen

@testable import Dashboard

/// What insight could have found in the busy shop, written as the snapshot writes it.
enum MadeInsight {
    static func busy(_ size: Size, setting: StartFacts = Shop.setting()) throws -> State {
        var state = Shop.busy(size, setting: setting)
        try fill(&state.shown)
        return state
    }

    static func fill(_ shown: inout Snapshot) throws {
        shown.events.observedSeconds = 290
        shown.change("search") {
            $0.missCauses = try? made(
                """
                {"cold":1300,"expired":3900,"invalidated":6200,"early":60,"unknown":440,
                 "sampled":4096,"error":0.0124}
                """)
            $0.ttlCurve = []
        }
        shown.change("product") {
            $0.missCauses = try? made(
                """
                {"cold":800,"expired":7000,"invalidated":200,"early":100,"unknown":0,
                 "sampled":8100,"error":0}
                """)
            $0.ttlCurve = (try? made(curve)) ?? []
            $0.neverRead = try? made(
                """
                {"share":0.24,"unaskedShare":0.04,"sampled":412,"error":0.041,"bytes":1843200}
                """)
        }
        shown.unavailable += [
            Unavailable(
                what: "resources[].ttlCurve", subject: "search",
                why: "Copies live by another TTL.", state: .notTold),
            Unavailable(
                what: "resources[].missCauses", subject: "category",
                why: "The API publishes a sample of its look-ups (n = 10).", state: .notTold),
        ]
        shown.hotKeys = try made(hotKeys)
        shown.stampedes = try made(stampedes)
        shown.expiryForecast = try made(forecasts)
        shown.generations = try made(generations)
        shown.drift = try made(drift)
        shown.reconciliation = try made(reconciliation)
        shown.findings = Diagnosis.findings(of: shown)
    }

    static func made<Value: Decodable>(_ json: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(json.utf8))
    }

    private static let curve = """
        [{"ttlSeconds":15,"hitRate":0.91,"error":0.002,"staleSeconds":5.5,"bytes":4194304,
          "originLoadsPerSecond":80.1},
         {"ttlSeconds":30,"hitRate":0.945,"error":0.002,"staleSeconds":11,"bytes":7340032,
          "originLoadsPerSecond":49},
         {"ttlSeconds":60,"hitRate":0.97,"error":0.001,"staleSeconds":24,"bytes":11534336,
          "originLoadsPerSecond":26.7},
         {"ttlSeconds":120,"hitRate":0.988,"error":0.002,"staleSeconds":53,"bytes":14680064,
          "originLoadsPerSecond":10.7},
         {"ttlSeconds":240},{"ttlSeconds":480},{}]
        """

    private static let hotKeys = """
        [{"key":"product:42","resource":"product","lookups":48600,"misses":260,"seconds":300,
          "share":0.182,"error":0.004,"lookupsPerSecond":162,"bytes":2100,"bytesPerSecond":340200},
         {"key":"inventory:42","resource":"inventory","lookups":12000,"misses":900,"seconds":300,
          "share":0.05,"error":0.004,"lookupsPerSecond":40},
         {"key":"category:shoes:a1:v9","resource":"category","lookups":3000,"misses":40,
          "seconds":300,"share":0.083,"error":0.01,"lookupsPerSecond":10,"bytes":60000,
          "bytesPerSecond":600000}]
        """

    private static let stampedes = """
        [{"resource":"product","minutes":[0,0,0,0,0,0,0,0,6,2],"misses":31,"examples":[
           {"key":"product:42","at":"2026-11-23T14:02:50.000Z","misses":12,"fillSeconds":0.24},
           {"key":"product:7","at":"2026-11-23T14:02:58.000Z","misses":4}]},
         {"resource":"trending","minutes":[0,0,0,0,0,0,0,0,0,0],"misses":0,"examples":[]}]
        """

    private static let forecasts = """
        [{"resource":"product","sampled":1200,"sampledAt":"2026-11-23T14:03:14.000Z",
          "keysIn10Seconds":213,"worstSecond":{"at":"2026-11-23T14:03:31.000Z","keys":22},
          "aligned":{"at":"2026-11-23T14:03:31.000Z","share":0.04,"usualShare":0.033}},
         {"resource":"category","sampled":160,"sampledAt":"2026-11-23T14:03:14.000Z",
          "keysIn10Seconds":6,"keysIn60Seconds":34,
          "worstSecond":{"at":"2026-11-23T14:05:10.000Z","keys":61},
          "aligned":{"at":"2026-11-23T14:05:10.000Z","share":0.38,"usualShare":0.0067}}]
        """

    private static let generations = """
        [{"counter":"version:search","resources":["search"],"value":128,"isStorm":true,
          "raiseSeconds":9.4,"live":{"keys":1200,"bytes":31200000,"withoutExpiry":0,
          "goneInSeconds":29},"dead":{"keys":213,"bytes":4260000,"withoutExpiry":3},
          "unversionedKeys":2,"found":[
           {"generation":128,"keys":1200,"bytes":31200000,"withoutExpiry":0,"goneInSeconds":29},
           {"generation":127,"keys":210,"bytes":4200000,"withoutExpiry":0,"goneInSeconds":18},
           {"generation":90,"keys":3,"bytes":60000,"withoutExpiry":3}]},
         {"counter":"version:global","resources":["category"],"value":9,"isStorm":false,
          "unversionedKeys":0,"found":[]}]
        """

    private static let drift = """
        [{"kind":"olderStillAsked","counter":"version:search","resource":"search","value":128,
          "generation":127,"lookups":900,"share":0.12,
          "message":"version:search is 128, and 12.0% of the look-ups of search still ask for v127."}]
        """

    private static let reconciliation = """
        {"from":"2026-11-23T14:02:22.000Z","to":"2026-11-23T14:03:22.000Z","serverHits":1200,
         "serverMisses":300,"ownLookups":20,"streamHits":900,"streamMisses":200,
         "counterLookups":0,"difference":380,"share":0.25,"reading":"unpublishedLookups",
         "message":"In 1m the events tell of 1,100 look-ups. The server counted 380 more."}
        """
}

extension Snapshot {
    mutating func change(_ name: String, _ change: (inout ResourceReport) -> Void) {
        guard let index = resources.firstIndex(where: { $0.name == name }) else { return }
        change(&resources[index])
    }
}

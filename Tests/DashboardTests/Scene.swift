import Dashboard
import Metrics
import Screen

/// Every view of the dashboard, as the goldens draw it.
enum Scene: Sendable, Hashable, CustomStringConvertible {
    case dashboard, resource, keys, key, alerts, help, findings, why
    case panel(PanelID)

    static let all: [Scene] =
        [.dashboard, .resource, .keys, .key, .alerts, .help, .findings, .why]
        + PanelID.allCases.map { .panel($0) }

    var description: String {
        switch self {
        case .dashboard: "dashboard"
        case .resource: "resource"
        case .keys: "keys"
        case .key: "key"
        case .alerts: "alerts"
        case .help: "help"
        case .findings: "findings"
        case .why: "why"
        case .panel(let id): "panel-\(id.rawValue)"
        }
    }

    func state(_ size: Size, setting: StartFacts = Shop.setting()) -> State {
        var state = Shop.busy(size, setting: setting)
        switch self {
        case .dashboard: break
        case .panel(let id):
            state.focus = id
            state.isExpanded = true
        case .help: _ = state.press("?")
        case .alerts:
            state.shown.alerts = Self.twoAlerts
            _ = state.press("a")
        case .resource:
            state.watchThreeMinutes()
            _ = state.press("3", .down, .down, .enter)
        case .keys:
            state.watchThreeMinutes()
            _ = state.press("7", .enter, .down)
        case .findings, .why:
            // What is not made is missing in the golden.
            try? MadeInsight.fill(&state.shown)
            if self == .why { state.views = [.resource("product")] }
            _ = state.press("i")
        case .key:
            state.watchThreeMinutes()
            state.openInspectedKey()
        }
        return state
    }

    private static let twoAlerts = [
        Alert(
            rule: "memoryFull", severity: .critical, value: 0.97, threshold: 0.95,
            since: Shop.noon.adding(seconds: -90),
            message: "Redis uses 97.0% of maxmemory (1.94 GiB of 2.00 GiB). Raise maxmemory, or "
                + "keep copies for a shorter time."),
        Alert(
            rule: "keysOverTTL", severity: .warning, subject: "facets", value: 4, threshold: 0,
            since: Shop.noon.adding(seconds: -300),
            message: "facets has 4 keys with more time to live than the policy's 10m. Change the "
                + "policy's ttl, or the time that the API sets."),
    ]
}

extension State {
    /// Three minutes of polls, so that there is a curve.
    mutating func watchThreeMinutes() {
        for second in stride(from: 2, through: 180, by: 2) {
            feed(
                .sample(Shop.sample(second: second, hits: 902_000 + second * 10)),
                at: 120 + Double(second))
        }
    }

    /// A key of searches, as the server describes it.
    mutating func openInspectedKey() {
        _ = open(.key("search:9f3a:v128"))
        var found = KeyInspection(key: Array("search:9f3a:v128".utf8), at: serverNow)
        found.pttl = 17_400
        found.type = "string"
        found.bytes = 26_000
        found.idleSeconds = 3
        found.length = 25_880
        found.valueAt = found.at
        found.value = .text(
            #"{"q":"running shoes","total":1204,"items":[{"id":42,"name":"Trail 3","price":11900},"#
                + #"{"id":981,"name":"Road 7","price":12900}"#, isWhole: false)
        found.refused = [
            .encoding: "NOPERM this user has no permissions to run the 'object|encoding' command"
        ]
        feed(.inspected(found), at: now)
    }
}

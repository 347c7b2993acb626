import Metrics
import Screen

// A plan can be confirmed once it has been on the screen: on a slow line, or with keys that were typed ahead, what
// the state has and what the terminal shows are not the same.

extension State {
    /// A plan as a frame shows it.
    package struct PlanView: Sendable, Hashable {
        let scope: InvalidationScope
        /// When it was asked for.
        let since: Double
        let keys: Int
        let offset: Int
        let size: Size
    }

    package enum PlanSight: Sendable, Hashable {
        /// What is drawn is seen at once.
        case atOnce
        /// The plan of the last frame that has reached the terminal whole; nil: there was none in it.
        case lastFrame(PlanView?)
    }

    /// What the next frame has; nil: no plan that could be confirmed.
    package var planView: PlanView? {
        guard case .confirming(let confirmation) = mode,
            case .planned(let planned) = confirmation.stage
        else { return nil }
        return PlanView(
            scope: confirmation.scope, since: confirmation.since, keys: planned.keys.count,
            offset: confirmation.offset, size: size)
    }

    /// Whether the plan is on the screen as it is here.
    var isPlanSeen: Bool {
        switch planSight {
        case .atOnce: true
        case .lastFrame(let seen): seen == planView
        }
    }
}

package import Metrics

// What stands over the panels, and what is under way.

extension State {
    package enum Mode: Sendable, Hashable {
        case browsing
        case help(offset: Int)
        case alerts(offset: Int)
        case filtering(String)
        /// A command is being typed.
        case commanding(CommandEntry)
        /// The menu of all scopes is open.
        case choosing(ScopeMenu)
        /// An identifier is being typed.
        case asking(Question)
        case confirming(Confirmation)
        /// To quit would stop what is under way.
        case leaving

        /// Whether a box stands over the panels.
        var isDialog: Bool {
            switch self {
            case .browsing, .filtering, .commanding: false
            case .help, .alerts, .choosing, .asking, .confirming, .leaving: true
            }
        }
    }

    package struct Confirmation: Sendable, Hashable {
        package var scope: InvalidationScope
        package var stage = Stage.counting(nil)
        package var typed = ""
        /// The first line of the plan that is on the screen, where not all of them fit.
        package var offset = 0
        /// Scrolled to its end.
        package var isRead = false

        package enum Stage: Sendable, Hashable {
            /// nil until the first keys were looked at.
            case counting(PlanProgress?)
            case planned(PlannedInvalidation)
            case failed(InvalidationPlan.Problem)
        }

        /// When it was asked for, on the monotonic clock.
        package var since: Double

        package init(scope: InvalidationScope, since: Double) {
            self.scope = scope
            self.since = since
        }
    }

    package struct Running: Sendable, Hashable {
        package var scope: InvalidationScope
        /// Keys that are to go; 0: counters only, or the API decides.
        package var keys: UInt64
        /// Whether there are two batches left to stop between.
        package var isStoppable: Bool
        package var progress: InvalidationProgress?
        /// The operator has asked for it.
        package var isStopping = false
        /// Where the timeline's cursor was when it began.
        var timelineCursor: RowID?

        package init(scope: InvalidationScope, keys: UInt64, isStoppable: Bool) {
            self.scope = scope
            self.keys = keys
            self.isStoppable = isStoppable
        }
    }
}

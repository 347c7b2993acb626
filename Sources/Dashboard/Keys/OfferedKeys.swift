import Metrics
import Screen

extension State {
    /// Whether a key does now what the footer says of it.
    func offers(_ command: Command) -> Bool {
        switch command {
        case .expand: return nextEnter.opens
        // A view has the whole screen.
        case .zoom: return view == .dashboard
        case .value: return viewing == nil && isLive && !isReplay
        case .keyWindow where view == .dashboard: return viewing == nil && listsMissedKeys
        case .sort where focus == .topKeys: return listsMissedKeys
        case .copy: return copiedName != nil
        case .right where view != .dashboard: return !viewsBeside.isEmpty
        default: return true
        }
    }

    /// Hot keys and stampedes have one order and one time.
    var listsMissedKeys: Bool { keyOrder.list == .missed || foundKeys != nil }
}

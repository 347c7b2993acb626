import NIOCore
import Synchronization

/// The open connections, shared out so that no client can keep the others out.
///
/// A client has at most its share. Where that, or all of them, are used up, a connection that only waits
/// (idle, or a request that does not get finished) makes room for a new one: the oldest of that client,
/// or of the client that has most. Where all are at work, a few more are accepted, which are answered for
/// health checks and invalidations only (`isReserve`).
final class ConnectionTable: Sendable {
    struct Limits: Sendable {
        /// All together.
        var total = 900
        /// Of one address; nil: no limit, since all come by a proxy.
        var perClient: Int? = 450
        /// Beyond `total`, and of them for one address.
        var reserve = 32
        var reservePerClient = 4
    }

    enum Admission: Sendable { case ordinary, reserve, refused }

    fileprivate struct Entry {
        let client: String
        let channel: any Channel
        let isReserve: Bool
        /// nil: a request is being answered.
        var waitsSince: NIODeadline?
    }

    fileprivate struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var ordinary: [String: Int] = [:]
        var reserve: [String: Int] = [:]
        var ordinaryCount = 0
        var reserveCount = 0
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(limits: Limits) { self.limits = limits }

    /// As many as are open now.
    var count: Int { state.withLock { $0.entries.count } }

    func admit(_ channel: any Channel, client: String) -> Admission {
        let (admission, victim) = state.withLock { state -> (Admission, (any Channel)?) in
            var victim: ObjectIdentifier?
            let own = state.ordinary[client] ?? 0
            let isOwnFull =
                client != ClientNames.local && limits.perClient.map { own >= $0 } ?? false
            if isOwnFull || state.ordinaryCount >= limits.total {
                victim = state.longestWaiting(isOwnFull ? client : nil)
                guard victim != nil else {
                    return (state.admitToReserve(channel, client, limits), nil)
                }
            }
            let closed = victim.flatMap { state.remove($0) }
            state.add(channel, client, isReserve: false)
            return (.ordinary, closed)
        }
        victim?.close(promise: nil)
        return admission
    }

    func remove(_ channel: any Channel) {
        state.withLock { _ = $0.remove(ObjectIdentifier(channel)) }
    }

    /// - Parameter time: nil: it is answered now.
    func waits(_ channel: any Channel, since time: NIODeadline?) {
        state.withLock { $0.entries[ObjectIdentifier(channel)]?.waitsSince = time }
    }

    /// Beyond the ordinary ones: for what must not be kept out.
    func isReserve(_ channel: any Channel) -> Bool {
        state.withLock {
            $0.reserveCount > 0 && $0.entries[ObjectIdentifier(channel)]?.isReserve == true
        }
    }
}

extension ConnectionTable.State {
    fileprivate mutating func add(_ channel: any Channel, _ client: String, isReserve: Bool) {
        entries[ObjectIdentifier(channel)] = ConnectionTable.Entry(
            client: client, channel: channel, isReserve: isReserve, waitsSince: .now())
        if isReserve {
            reserve[client, default: 0] += 1
            reserveCount += 1
        } else {
            ordinary[client, default: 0] += 1
            ordinaryCount += 1
        }
    }

    fileprivate mutating func remove(_ id: ObjectIdentifier) -> (any Channel)? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        if entry.isReserve {
            reserve[entry.client] = reserve[entry.client].flatMap { $0 > 1 ? $0 - 1 : nil }
            reserveCount -= 1
        } else {
            ordinary[entry.client] = ordinary[entry.client].flatMap { $0 > 1 ? $0 - 1 : nil }
            ordinaryCount -= 1
        }
        return entry.channel
    }

    fileprivate mutating func admitToReserve(
        _ channel: any Channel, _ client: String, _ limits: ConnectionTable.Limits
    ) -> ConnectionTable.Admission {
        guard reserveCount < limits.reserve, reserve[client] ?? 0 < limits.reservePerClient
        else { return .refused }
        add(channel, client, isReserve: true)
        return .reserve
    }

    /// - Parameter client: nil: of the one who has most of those that wait.
    fileprivate func longestWaiting(_ client: String?) -> ObjectIdentifier? {
        let waiting = entries.filter {
            !$0.value.isReserve && $0.value.waitsSince != nil
                && (client == nil || $0.value.client == client)
        }
        var owner = client
        if owner == nil {
            let counts = waiting.values.reduce(into: [String: Int]()) {
                $0[$1.client, default: 0] += 1
            }
            owner = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
        }
        return waiting.filter { $0.value.client == owner }
            .min { $0.value.waitsSince ?? .now() < $1.value.waitsSince ?? .now() }?.key
    }
}

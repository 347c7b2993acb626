import Synchronization

/// Shares out the catalogue's readers, so that neither one client nor one kind of question has all of
/// them: a search may take a thousand times as long as a product.
///
/// Who finds its share used up waits in line, others pass. The line is bounded: beyond it a load is
/// refused (`OriginError.busy`) rather than answered when no request waits any more.
final class LoadGate: Sendable {
    /// Who asks, for loads below it; nil: no shopper does, as when the cache is warmed.
    @TaskLocal static var client: String?

    struct Shares: Sendable {
        /// Loads at once.
        var all: Int
        var searches: Int { max(1, all / 2) }
        /// One client's, and its searches among them.
        var client: Int { max(1, all / 2) }
        var clientSearches: Int { max(1, searches / 2) }
        /// In line, of one client and of all.
        var clientWaiting = 64
        var waiting = 1024
    }

    fileprivate struct Load {
        let client: String?
        let isSearch: Bool
    }

    fileprivate struct Count {
        var loads = 0
        var searches = 0
        var waiting = 0
    }

    fileprivate struct State {
        var all = Count()
        var clients: [String: Count] = [:]
        var line: [(id: UInt64, load: Load, turn: CheckedContinuation<Bool, Never>)] = []
        var lastID: UInt64 = 0
    }

    private let shares: Shares
    private let state = Mutex(State())

    init(shares: Shares) { self.shares = shares }

    func withTurn<Result>(
        isSearch: Bool, _ body: () async throws -> Result
    ) async throws -> Result {
        let load = Load(client: Self.client, isSearch: isSearch)
        guard await begin(load) else {
            throw Task.isCancelled ? OriginError.deadline : OriginError.busy
        }
        defer { end(load) }
        return try await body()
    }

    /// False: the line is too long, or no request waits for it any more.
    private func begin(_ load: Load) async -> Bool {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { turn in
                let answer = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.admits(load, shares) {
                        state.change(load) { $0.begin(load.isSearch) }
                        return true
                    }
                    guard state.hasRoom(for: load, shares) else { return false }
                    state.change(load) { $0.waiting += 1 }
                    state.line.append((id, load, turn))
                    return nil
                }
                if let answer { turn.resume(returning: answer) }
            }
        } onCancel: {
            let turn = state.withLock { $0.takeOut(id) }
            turn?.resume(returning: false)
        }
    }

    private func end(_ load: Load) {
        let turns = state.withLock { state in
            state.change(load) { $0.end(load.isSearch) }
            return state.takeAdmitted(shares)
        }
        for turn in turns { turn.resume(returning: true) }
    }
}

extension LoadGate.Count {
    fileprivate mutating func begin(_ isSearch: Bool) {
        loads += 1
        if isSearch { searches += 1 }
    }

    fileprivate mutating func end(_ isSearch: Bool) {
        loads -= 1
        if isSearch { searches -= 1 }
    }

    fileprivate var isNothing: Bool { loads == 0 && waiting == 0 }
}

extension LoadGate.State {
    fileprivate mutating func change(
        _ load: LoadGate.Load, _ body: (inout LoadGate.Count) -> Void
    ) {
        body(&all)
        guard let client = load.client else { return }
        body(&clients[client, default: LoadGate.Count()])
        if clients[client]?.isNothing == true { clients[client] = nil }
    }

    fileprivate func admits(_ load: LoadGate.Load, _ shares: LoadGate.Shares) -> Bool {
        let own = load.client.flatMap { clients[$0] } ?? LoadGate.Count()
        let hasShare = all.loads < shares.all && own.loads < shares.client
        guard load.isSearch else { return hasShare }
        return hasShare && all.searches < shares.searches && own.searches < shares.clientSearches
    }

    fileprivate func hasRoom(for load: LoadGate.Load, _ shares: LoadGate.Shares) -> Bool {
        let own = load.client.flatMap { clients[$0]?.waiting } ?? 0
        return all.waiting < shares.waiting && own < shares.clientWaiting
    }

    fileprivate mutating func takeOut(_ id: UInt64) -> CheckedContinuation<Bool, Never>? {
        guard let index = line.firstIndex(where: { $0.id == id }) else { return nil }
        let waiter = line.remove(at: index)
        change(waiter.load) { $0.waiting -= 1 }
        return waiter.turn
    }

    /// Those in line for whom there is room now, the first first.
    fileprivate mutating func takeAdmitted(
        _ shares: LoadGate.Shares
    ) -> [CheckedContinuation<Bool, Never>] {
        var turns: [CheckedContinuation<Bool, Never>] = []
        var index = line.startIndex
        while index < line.endIndex, all.loads < shares.all {
            guard admits(line[index].load, shares) else {
                index += 1
                continue
            }
            let waiter = line.remove(at: index)
            change(waiter.load) {
                $0.waiting -= 1
                $0.begin(waiter.load.isSearch)
            }
            turns.append(waiter.turn)
        }
        return turns
    }
}

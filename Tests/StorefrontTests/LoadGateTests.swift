import Synchronization
import Testing

@testable import Storefront

/// Who gets a turn at the catalogue, and who waits.
@Suite(.timeLimit(.minutes(5))) struct LoadGateTests {
    /// Loads that go on until they are told to end.
    private final class Loads: Sendable {
        let gate = LoadGate(shares: .init(all: 4, clientWaiting: 2, waiting: 3))
        let running = Mutex<[String]>([])
        let ending = Mutex<[CheckedContinuation<Void, Never>]>([])

        func start(_ client: String, search: Bool = false) -> Task<Bool, Never> {
            Task {
                await LoadGate.$client.withValue(client) {
                    do {
                        try await gate.withTurn(isSearch: search) {
                            running.withLock { $0.append(client + (search ? "?" : "")) }
                            await withCheckedContinuation { end in
                                ending.withLock { $0.append(end) }
                            }
                        }
                        return true
                    } catch { return false }
                }
            }
        }

        func wait(for expected: [String]) async throws {
            try await eventually(within: .seconds(5)) { self.running.withLock { $0 } == expected }
            try await eventually(within: .seconds(5)) {
                !self.ending.withLock { $0.isEmpty }
            }
        }

        func endFirst() { ending.withLock { $0.isEmpty ? nil : $0.removeFirst() }?.resume() }

        func endAll() async throws {
            while ending.withLock({ !$0.isEmpty }) {
                endFirst()
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    @Test func aClientHasHalfAndOthersPass() async throws {
        let loads = Loads()
        var tasks: [Task<Bool, Never>] = []
        for (client, running) in [("a", 1), ("a", 2), ("a", 2), ("b", 3), ("b", 4)] {
            tasks.append(loads.start(client))
            try await eventually { loads.running.withLock { $0.count } == running }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(loads.running.withLock { $0 } == ["a", "a", "b", "b"])
        loads.endFirst()
        try await loads.wait(for: ["a", "a", "b", "b", "a"])
        try await loads.endAll()
        for task in tasks { #expect(await task.value) }
    }

    @Test func searchesHaveHalfAndOneClientOneOfThem() async throws {
        let loads = Loads()
        var tasks: [Task<Bool, Never>] = []
        for (client, running) in [("a", 1), ("a", 1), ("b", 2), ("c", 2)] {
            tasks.append(loads.start(client, search: true))
            try await eventually { loads.running.withLock { $0.count } == running }
            try await Task.sleep(for: .milliseconds(10))
        }
        tasks.append(loads.start("d"))
        try await loads.wait(for: ["a?", "b?", "d"])
        try await loads.endAll()
        for task in tasks { #expect(await task.value) }
    }

    @Test func theLineIsBoundedAndWhoLeavesItIsForgotten() async throws {
        let loads = Loads()
        let tasks = (1...5).map { _ in loads.start("a") }
        // Two run, two wait, and one is refused at once.
        try await eventually { loads.ending.withLock { $0.count } == 2 }
        for task in tasks { task.cancel() }
        try await loads.endAll()
        var done = 0
        for task in tasks where await task.value { done += 1 }
        #expect(done == 2)
        let last = loads.start("a")
        try await eventually { loads.ending.withLock { $0.count } == 1 }
        try await loads.endAll()
        #expect(await last.value)
    }
}

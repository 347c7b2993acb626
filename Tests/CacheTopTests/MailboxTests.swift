import Dashboard
import Metrics
import Screen
import Testing

@testable import CacheTop

/// What waits for a slow loop stays bounded, and loses no key and no count.
@Suite struct MailboxTests {
    private let grammar = KeyGrammar(policy: .standard)

    private func report(hits: Int) -> EventReport {
        var tally = EventTally(slots: grammar.slots)
        var keys = TopKeys()
        for _ in 0..<hits {
            tally.beginEntry(at: Timestamp(milliseconds: 1_000_000))
            Array("product:1".utf8).withUnsafeBufferPointer {
                tally.add(.hit, key: $0, grammar: grammar, keys: &keys)
            }
        }
        return EventReport(
            tally: tally, status: EventStatus(source: "stream:x"), topKeys: keys.top(5))
    }

    private func sample(_ seconds: Double) -> Action {
        .observed(
            .sample(Sample(at: Timestamp(milliseconds: 0), monotonicSeconds: seconds)),
            at: seconds)
    }

    @Test func talliesMergeAndSamplesAreReplaced() {
        let mailbox = Mailbox()
        for index in 1...1000 {
            mailbox.post(.observed(.events(report(hits: 2)), at: Double(index)))
            mailbox.post(sample(Double(index)))
            let health = SearchHealth.available(seconds: Double(index))
            mailbox.post(.observed(.searchHealth(health), at: Double(index)))
        }
        let actions = mailbox.take()
        #expect(actions.count == 3)
        guard case .observed(.events(let merged), _) = actions.first,
            case .observed(.sample(let last), _) = actions.dropFirst().first,
            case .observed(.searchHealth(.available(seconds: 1000)), _) = actions.last
        else {
            Issue.record("unexpected actions")
            return
        }
        #expect(merged.tally.received == 2000)
        #expect(last.monotonicSeconds == 1000)
    }

    @Test func keysAndOutcomesAreKeptInTheirOrder() {
        let mailbox = Mailbox()
        let typed = (0..<500).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) }
        for (index, character) in typed.enumerated() {
            mailbox.post(.keyPressed(.character(character)))
            mailbox.post(sample(Double(index)))
        }
        let keys = mailbox.take().compactMap { action -> Character? in
            guard case .keyPressed(.character(let character)) = action else { return nil }
            return character
        }
        #expect(keys == typed)
    }

    @Test func progressIsReplacedUntilItsEnd() throws {
        let mailbox = Mailbox()
        func plan(_ looked: UInt64) -> Action {
            .planning(.search, PlanProgress(looked: looked, of: nil, found: 0))
        }
        func purge(_ done: UInt64) -> Action {
            .progressed(InvalidationProgress(done: done, of: 10, removed: 0, seconds: 0))
        }
        for step in 1...100 {
            mailbox.post(plan(UInt64(step)))
            mailbox.post(purge(UInt64(step)))
        }
        mailbox.post(.planned(.search, .failure(.init(description: ""))))
        mailbox.post(
            .invalidated(
                InvalidationRecord(
                    at: Timestamp(milliseconds: 0), scope: "", by: nil, via: .redis,
                    outcome: .done, message: "")))
        // Of the next plan and the next deed: they must not overtake the end of the last.
        mailbox.post(plan(1))
        mailbox.post(purge(1))
        let words = mailbox.take().map { action in
            switch action {
            case .planning(_, let progress): "looked \(progress.looked)"
            case .progressed(let progress): "done \(progress.done)"
            case .planned: "planned"
            case .invalidated: "invalidated"
            default: "other"
            }
        }
        #expect(
            words == ["looked 100", "done 100", "planned", "invalidated", "looked 1", "done 1"])
    }

    @Test func takingEmptiesIt() {
        let mailbox = Mailbox()
        mailbox.post(.ticked(1))
        #expect(mailbox.take().count == 1)
        #expect(mailbox.take().isEmpty)
    }

    @Test func aPostRings() async {
        let mailbox = Mailbox()
        mailbox.post(.ticked(1))
        await mailbox.rung()
        #expect(mailbox.take().count == 1)
    }
}

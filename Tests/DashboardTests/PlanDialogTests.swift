import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// The dialog of a plan: all of it readable where it can be confirmed.
@Suite struct PlanDialogTests {
    static let wide = Size(columns: 120, rows: 40)
    static let small = Size(columns: 80, rows: 24)
    static let plans: [(name: String, make: @Sendable () throws -> PlannedInvalidation)] = [
        ("product", { try Plans.product() }), ("category", { try Plans.category() }),
        ("search", { try Plans.search() }), ("global", { try Plans.global() }),
        ("api", { try Plans.api() }), ("pattern", { try Plans.pattern() }),
        ("unknown", { try Plans.unknown() }), ("empty", { try Plans.empty() }),
        ("node", { try Plans.node() }),
    ]

    @Test(arguments: plans.map(\.name), [wide, small])
    func plan(name: String, size: Size) throws {
        let make = try #require(Self.plans.first { $0.name == name }?.make)
        var state = Shop.busy(size)
        state.show(try make())
        let lines = state.draw().lines
        expectGolden(lines, named: "plan-\(name)-\(size.name)")
        #expect(!lines.contains { $0.contains(" more ─┘") })
    }

    @Test(arguments: [wide, small])
    func inAClusterTheFiguresAreOfOneNode(size: Size) throws {
        var planned = try Plans.category()
        var state = Shop.busy(size)
        state.show(planned)
        #expect(!state.draw().lines.contains { $0.contains("this node only") })
        planned.radius.oneNodeOnly = true
        state.show(planned)
        let lines = state.draw().lines
        #expect(
            lines.contains {
                $0.contains("cluster   this node only: other nodes hold other keys")
            })
        #expect(!lines.contains { $0.contains(" more ─┘") })
    }

    @Test(arguments: [wide, small])
    func production(size: Size) throws {
        var setting = Shop.setting()
        setting.isProduction = true
        var state = Shop.busy(size, setting: setting)
        state.show(try Plans.global())
        let canvas = state.draw()
        expectGolden(canvas.lines, named: "plan-production-\(size.name)")
        expectGolden(canvas.styleLines, named: "plan-production-\(size.name)-styles")
        #expect(!canvas.lines.contains { $0.contains(" more ─┘") })
    }

    @Test func asciiIsASCII() throws {
        var setting = Shop.setting()
        setting.isASCII = true
        for (_, make) in Self.plans {
            var state = Shop.busy(Self.small, setting: setting)
            state.show(try make())
            #expect(state.draw().lines.allSatisfy { $0.allSatisfy(\.isASCII) })
        }
    }

    /// What one purges for is seen at once, whatever the size.
    @Test(arguments: [SizeTests.least, SizeTests.little, small, wide])
    func whenItIsNewIsOnTheFirstPage(size: Size) throws {
        for plan in Self.plans where !["unknown", "pattern"].contains(plan.name) {
            var state = Shop.busy(size)
            state.show(try plan.make())
            let lines = state.draw().lines
            #expect(lines.contains { $0.contains("│ new ") }, "\(plan.name): \(lines)")
        }
    }

    /// What was not on the screen can't be confirmed, whatever is typed: it scrolls first.
    @Test func whatDoesNotFitIsReadToItsEndBeforeItIsConfirmed() throws {
        var state = Shop.busy(Size(columns: 40, rows: 10))
        state.show(try Plans.search())
        expectGolden(state.draw().lines, named: "plan-search-40x10")
        var screen = state.draw().lines
        #expect(screen.contains { $0.contains("Down first, then y; Esc cancels") }, "\(screen)")
        #expect(screen.contains { $0.contains(" more ─┘") })
        #expect(state.press("y").isEmpty && state.mode != .browsing && state.running == nil)
        #expect(state.notice?.text.contains("Nothing was sent: Down shows the rest") == true)
        _ = state.press(.down)
        #expect(state.press("y").isEmpty && state.mode != .browsing && state.running == nil)
        _ = state.press(.end)
        screen = state.draw().lines
        #expect(screen.contains { $0.contains("y sends it, any other key cancels") })
        // Read is read, wherever it stands now.
        _ = state.press(.home)
        #expect(state.press("y") == [.invalidate(try Plans.search(), typed: nil)])
    }

    @Test func escapeLeavesAPlanThatWasNotRead() throws {
        var state = Shop.busy(Size(columns: 40, rows: 10))
        state.show(try Plans.search())
        #expect(state.press(.escape).isEmpty && state.mode == .browsing && state.running == nil)
    }

    @Test func whatFitsAfterAResizeIsConfirmedAtOnce() throws {
        var state = Shop.busy(Size(columns: 40, rows: 10))
        state.show(try Plans.search())
        _ = state.update(.resized(Self.small))
        #expect(state.press("y") == [.invalidate(try Plans.search(), typed: nil)])
    }

    /// The word has letters that scroll; once the plan was read they are typed.
    @Test func aWordIsTypedBelowAPlanThatScrolls() throws {
        var state = Shop.busy(Size(columns: 40, rows: 10))
        state.show(try Plans.global())
        #expect(state.press("g", "l", .enter).isEmpty && state.mode != .browsing)
        _ = state.press(.end)
        #expect(state.draw().lines.contains { $0.contains("Type global and Enter:") })
        #expect(
            state.press("g", "l", "o", "b", "a", "l", .enter)
                == [.invalidate(try Plans.global(), typed: "global")])
    }

    /// Nothing of a plan is lost at 80x24: its facts are all there at 120x40, and there.
    @Test(arguments: [
        "rediss://cache-1:6379/0", "INCR version:global", "INCR version:search",
        "UNLINK 2,561 keys in batches of 500", "2,561 keys, ~13.1 MiB", "search v128: 1,200 keys",
        "category v9: 160 keys", "as of the sweep 12s ago", "12 live search keys",
        "at most 1938 hits/s", "last 42s", "p50 22s", "inventory 14:04:02", "category 14:08:22",
        "alice@bastion 12s ago",
    ])
    func nothingOfAGlobalPlanIsCut(fact: String) throws {
        for size in [Self.wide, Self.small] {
            var state = Shop.busy(size)
            state.show(try Plans.global())
            #expect(state.draw().lines.contains { $0.contains(fact) }, "\(size.name)")
        }
    }

    @Test func anOldPlanSaysSo() throws {
        var state = Shop.busy(Self.small)
        state.show(try Plans.search())
        #expect(!state.draw().lines.contains { $0.contains("counted") })
        _ = state.update(.ticked(120 + 125))
        #expect(state.draw().lines.contains { $0.contains("counted 2m05s ago") })
    }

    /// An identifier as long as the question takes is whole on the screen before it is confirmed.
    @Test func aLongIdentifierIsWholeOrNotConfirmed() throws {
        let id = String(repeating: "x", count: 500)
        let scope = InvalidationScope.products([Array(id.utf8)])
        var planned = try Plans.direct(scope)
        planned.keys = KeyList([Array("product:\(id)".utf8), Array("inventory:\(id)".utf8)])
        planned.radius.keys = 2
        for (size, isWhole) in [(Self.small, false), (Size(columns: 120, rows: 40), true)] {
            var state = Shop.busy(size)
            state.show(planned)
            let count = state.draw().lines.joined().count { $0 == "x" }
            #expect(state.press("y").isEmpty != isWhole)
            if isWhole {
                #expect(count >= 1000)
            } else {
                #expect(!state.press(.end, "y").isEmpty)
            }
        }
    }
}

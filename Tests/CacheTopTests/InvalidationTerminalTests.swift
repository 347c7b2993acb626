import RedisClient
import TestSupport
import Testing

/// The course of an invalidation in a real terminal on a real Redis: plan, question, progress,
/// outcome, and what forbids it.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct InvalidationTerminalTests {
    @Test func aCategoryFromThePlanToItsAftermath() async throws {
        try await withRedis { server in
            try await ShoesCategory.fill(server, pages: 3000)
            try await Tmux.withTerminal(
                environment: ShoesCategory.environment(server), command: Executable.cachetop.path
            ) { terminal in
                // Swept, and with the events of the last minute.
                _ = try await terminal.waitFor("keys and hits") { lines in
                    lines.contains { $0.contains("category ") && $0.contains("100%") }
                        && lines.contains { $0.contains("category ") && $0.contains("3000") }
                }
                try await ShoesCategory.ask(terminal)
                var screen = try await terminal.waitFor(text: "y sends it")
                let told = [
                    "UNLINK 3,000 keys in batches of 500: category:shoes,",
                    "removes   3,000 keys, ",
                    "hits/s will miss, by the events of the last minute", "TTL left  ~p50 ",
                    "CDN may serve the old copy until ", "ISR until ",
                    "no one did the same in the last 10 minutes",
                ]
                for text in told {
                    #expect(screen.contains { $0.contains(text) }, "\(text)")
                }
                #expect(try await ShoesCategory.keys(server) == 3000)
                try terminal.type("y")
                screen = try await terminal.waitFor("outcome, record and mark") { lines in
                    lines.last?.contains("category shoes: removed all 3,000 keys") == true
                        && lines.contains {
                            $0.contains("ann@bastion") && $0.contains("3,000 keys")
                        }
                        // The same letter before the row and below the curve.
                        && lines.contains { $0.contains("│ A ") && $0.contains("ann@bastion") }
                        && lines.contains { $0.contains("└─") && $0.contains("A─") }
                }
                #expect(try await ShoesCategory.keys(server) == 0)

                // The second one knows of the first.
                try await ShoesCategory.ask(terminal)
                screen = try await terminal.waitFor(text: "y sends it")
                #expect(screen.contains { $0.contains("recent    ann@bastion ") })
                #expect(screen.contains { $0.contains("UNLINK category:shoes  ") })
                #expect(screen.contains { $0.contains("removes   0 keys; one key named is not") })
                try terminal.sendKeys("Escape")
                _ = try await terminal.waitFor(text: "nothing was sent")

                // Told whole in the expanded timeline.
                try terminal.sendKeys("5", "Enter")
                _ = try await terminal.waitFor(text: "none of 3,000 there again")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }

    /// The count is given up, and its connection with it.
    @Test func aCountIsCancelledByAnyKey() async throws {
        try await withRedis { server in
            try await ShoesCategory.fill(server, pages: 400_000)
            try await Tmux.withTerminal(
                columns: 80, rows: 24, environment: ShoesCategory.environment(server),
                command: Executable.cachetop.path
            ) { terminal in
                // Every connection that stays is there.
                _ = try await terminal.waitFor(text: "100%")
                try await ShoesCategory.ask(terminal)
                _ = try await terminal.waitFor(text: " of ~400,0")
                let counting = try await ShoesCategory.clients(server)
                try terminal.sendKeys("Escape")
                _ = try await terminal.waitFor(text: "Cancelled; nothing was sent.")
                let due = ContinuousClock.now + .seconds(60)
                while try await ShoesCategory.clients(server) >= counting, ContinuousClock.now < due
                {
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(try await ShoesCategory.clients(server) < counting)
                try terminal.type("y")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
            #expect(try await ShoesCategory.keys(server) == 400_000)
        }
    }

    @Test func productionWantsTheWordTyped() async throws {
        try await withRedis { server in
            try await ShoesCategory.fill(server, pages: 10)
            try await Tmux.withTerminal(
                columns: 80, rows: 24,
                environment: ShoesCategory.environment(server, ["CACHETOP_ENV": "production"]),
                command: Executable.cachetop.path
            ) { terminal in
                _ = try await terminal.waitFor(text: " cachetop  PRODUCTION ")
                try await ShoesCategory.ask(terminal)
                _ = try await terminal.waitFor(text: "Type category and Enter")
                try terminal.type("y")
                try terminal.sendKeys("Enter")
                _ = try await terminal.waitFor(text: "Cancelled; nothing was sent.")
                #expect(try await ShoesCategory.keys(server) == 10)
                try await ShoesCategory.ask(terminal)
                _ = try await terminal.waitFor(text: "Type category and Enter")
                try terminal.type("category")
                try terminal.sendKeys("Enter")
                _ = try await terminal.waitFor(text: "category shoes: removed all 10 keys")
                #expect(try await ShoesCategory.keys(server) == 0)
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }

    @Test func aForbiddenScopeIsRefusedInTheDialog() async throws {
        try await withRedis { server in
            try await ShoesCategory.fill(server, pages: 10)
            try await Tmux.withTerminal(
                environment: ShoesCategory.environment(server, ["CACHETOP_FORBID": "global"]),
                command: Executable.cachetop.path
            ) { terminal in
                _ = try await terminal.waitFor(text: "● live")
                try terminal.type("G")
                let screen = try await terminal.waitFor(text: "Refused by a guard")
                #expect(screen.contains { $0.contains("'global' is forbidden here") })
                try terminal.type("y")
                _ = try await terminal.waitFor(text: "Nothing was sent.")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }

    /// What was not on the screen can't be confirmed; below 40x10 there is no capital at all.
    @Test func aTerminalThatIsTooSmallConfirmsNothing() async throws {
        try await withRedis { server in
            try await ShoesCategory.fill(server, pages: 10)
            try await Tmux.withTerminal(
                columns: 40, rows: 10, environment: ShoesCategory.environment(server),
                command: Executable.cachetop.path
            ) { terminal in
                try await ShoesCategory.ask(terminal)
                _ = try await terminal.waitFor(text: "Down first, then y")
                try terminal.type("y")
                _ = try await terminal.waitFor(text: "Nothing was sent")
                try terminal.sendKeys("Escape")
                _ = try await terminal.waitFor(text: "Cancelled")
                #expect(try await ShoesCategory.keys(server) == 10)
                try terminal.resize(columns: 39, rows: 10)
                _ = try await terminal.waitFor(text: "needs 40x10")
                try terminal.type("T")
                try terminal.resize(columns: 80, rows: 24)
                let screen = try await terminal.waitFor(text: "3 Resources")
                #expect(!screen.contains { $0.contains("Invalidate") })
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }
}

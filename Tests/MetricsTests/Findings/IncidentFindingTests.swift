import Testing

@testable import Metrics

/// The demo's six incidents, as polls, events and sweeps show them: each is a finding in words.
struct IncidentFindingTests {
    private func found(_ rule: FindingRule, _ server: WatchedServer) -> Finding? {
        server.history.snapshot(server.second).findings.first { $0.rule == rule.name }
    }

    @Test func silentRemoval() throws {
        var server = WatchedServer()
        server.sweep(product: 3000, inventory: 1000, from: 4, to: 5)
        server.keys -= 400
        server.idle(3)
        server.sweep(product: 2600, inventory: 1000, from: 7, to: 8)
        server.poll()
        let finding = try #require(found(.removedUnannounced, server))
        #expect(finding.resource == "product" && finding.severity == .warning)
        #expect(finding.message.contains("At least 400 keys"))
    }

    @Test func flush() throws {
        var server = WatchedServer()
        server.calls = CommandCalls()
        server.idle(2)
        server.keys = 0
        server.calls?.flushDB = 1
        server.idle(3)
        let finding = try #require(found(.flushed, server))
        #expect(finding.subject == "FLUSHDB" && finding.confidence == .certain)
        #expect(server.history.snapshot(server.second).findings.first == finding)
    }

    /// A deployment raises the counter with SET, and says nothing.
    @Test func deploy() throws {
        var shop = WatchedShop()
        shop.poll()
        shop.pass([("hit", "search:a:v7")], times: 20, seconds: 70)
        shop.counters[0] = .value(8)
        shop.pass([("miss", "search:a:v8")], times: 20, seconds: 20)
        let finding = try #require(
            shop.snapshot.findings.first { $0.rule == FindingRule.counterRaised.name })
        #expect(finding.subject == "version:search" && finding.severity == .warning)
        #expect(finding.message.contains("went from 7 to 8"))
    }

    @Test func wrongTTL() throws {
        var shop = WatchedShop()
        let usual = (0..<500).map { ("product:\($0)", Int64($0) * 100) }
        shop.poll()
        shop.sweep(
            usual + (0..<50).map { ("product:\(90_001 + $0)", 599_000) }
                + (0..<5).map { ("product:\(90_101 + $0)", -1) } + [
                    ("trending:products", 7_199_000)
                ])
        shop.pass()
        let findings = shop.snapshot.findings
        let over = findings.filter { $0.rule == FindingRule.keysOverPolicy.name }
        #expect(over.map(\.resource) == ["product", "trending"])
        #expect(over.last?.message.contains("7,199 s or more, but its policy says 900 s") == true)
        #expect(over.allSatisfy { $0.advice.contains("warm script") })
        let never = findings.filter { $0.rule == FindingRule.neverExpires.name }
        #expect(never.map(\.resource) == ["product"])
        #expect(never.first?.message.contains("product has 5 keys without expiry") == true)
    }

    @Test func memoryGrowth() throws {
        var server = WatchedServer()
        server.maxmemory = 128 << 20
        for second in 0..<40 {
            server.fields = ["used_memory:\((40 << 20) + second * 400_000)"]
            server.keys += 20
            server.poll()
        }
        let finding = try #require(found(.memoryFills, server))
        #expect(finding.message.contains("is full in about"))
        #expect(finding.severity == .critical)  // noeviction: Redis then refuses writes
    }

    /// The trending list goes once a second: its copies are gone early, and several wait for one load.
    @Test func stampede() throws {
        var shop = WatchedShop()
        shop.poll()
        for second in 0..<90 {
            let at = Double(second)
            var trace: Trace = [0, 0.02, 0.05].map { (at + $0, "miss", "trending:products") }
            trace.append((at + 0.2, "fill", "trending:products"))
            for hit in 0..<5 {
                trace.append((at + 0.3 + Double(hit) * 0.1, "hit", "trending:products"))
            }
            shop.feed.add(trace)
        }
        shop.second = 90
        shop.report()
        shop.poll()
        let findings = shop.snapshot.findings
        let stampede = try #require(
            findings.first { $0.rule == FindingRule.stampedes.name })
        #expect(stampede.subject == "trending:products" && stampede.resource == "trending")
        let early = try #require(findings.first { $0.rule == FindingRule.earlyLosses.name })
        #expect(early.subject == "trending:products")
    }
}

import Testing

@testable import Metrics

struct LineageTests {
    private func lineage(_ key: String, _ policy: CachePolicy = .standard) -> LineageKey? {
        let grammar = KeyGrammar(policy: policy)
        return bytes(key).withUnsafeBufferPointer {
            guard case .resource(let index) = grammar.classifyEvent($0) else { return nil }
            return grammar.lineage(of: $0, resource: index)
        }
    }

    @Test(arguments: [
        ("search:q1:v1", "search:q1:v2"), ("search:q1:v1", "search:q1"),
        ("category:a:b:v9", "category:a:b:v10"),
    ])
    func generationsOfOneKeyAreOneLineage(_ a: String, _ b: String) {
        #expect(lineage(a) != nil && lineage(a)?.hash == lineage(b)?.hash)
        #expect(lineage(a)?.generation != lineage(b)?.generation)
    }

    @Test(arguments: [
        ("search:q1:v1", "search:q2:v1"), ("product:1", "product:2"), ("product:12", "product:1"),
        ("search:v1:v1", "search:v2:v1"), ("product:1v2", "product:1v3"), ("facets", "facets:"),
        ("product:00000001", "product:00000010"), ("product:a\u{0}", "product:a"),
    ])
    func otherKeysAreOthers(_ a: String, _ b: String) {
        #expect(lineage(a) != nil && lineage(a)?.hash != lineage(b)?.hash)
    }

    /// The generation is the grammar's, whatever the pattern.
    @Test func theGenerationIsThatOfTheGrammar() {
        var random = SplitMix64(seed: 3)
        let policy = CachePolicy(
            resources: [
                Resource(name: "a", pattern: "shop:{tenant}:a:{id}:v{version}", ttlSeconds: 9),
                Resource(name: "b", pattern: "b.{id}.v{version}", ttlSeconds: 9),
                Resource(name: "c", pattern: "c{id}", ttlSeconds: 9),
            ], keyPrefix: "p:")
        let grammar = KeyGrammar(policy: policy)
        var withGeneration = 0
        for _ in 0..<4000 {
            let parts = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                ["v1", "v23", "v", "x", "7", ":", ".", "a", "v2x"].randomElement(using: &random)
                    ?? ""
            }
            let stem =
                ["p:shop:t:a", "p:b", "p:c", "shop:t:a", "b"].randomElement(using: &random) ?? ""
            let key = bytes(
                stem + parts.map { ([":", "."].randomElement(using: &random) ?? "") + $0 }.joined())
            key.withUnsafeBufferPointer {
                guard case .resource(let index) = grammar.classifyEvent($0) else { return }
                let generation = grammar.generation(grammar.normalised(key), of: index)
                if generation != nil { withGeneration += 1 }
                #expect(
                    grammar.lineage(of: $0, resource: index).generation
                        == generation ?? LineageKey.noGeneration)
            }
        }
        #expect(withGeneration > 200)
    }

    /// Sampling takes the upper bits, groups others, the table the lower ones: each must be even.
    @Test func hashesAreSpreadEvenly() {
        var (upper, groups, lower) = (
            Array(repeating: 0, count: 64), Array(repeating: 0, count: 32),
            Array(repeating: 0, count: 64)
        )
        for id in 0..<64_000 {
            guard let hash = lineage("product:\(id)")?.hash else { continue }
            upper[Int(hash >> 58)] += 1
            groups[Int((hash >> 27) & 31)] += 1
            lower[Int(hash & 63)] += 1
        }
        #expect(upper.allSatisfy { (850...1150).contains($0) }, "\(upper)")
        #expect(groups.allSatisfy { (1800...2200).contains($0) }, "\(groups)")
        #expect(lower.allSatisfy { (850...1150).contains($0) }, "\(lower)")
    }
}

struct LineageTableTests {
    private func hash(_ id: Int) -> UInt64 {
        bytes("lineage:\(id)").withUnsafeBufferPointer { LineageHash.of($0) }
    }

    private func add(_ id: Int, of resource: Int, to table: inout LineageTable) {
        let hash = hash(id)
        guard table.mayHold(hash, of: resource) else { return }
        if let position = table.position(of: hash) ?? table.insert(hash, of: resource) {
            table[position].lookUps += 1
        }
    }

    @Test func whatFitsIsKeptWhole() {
        var table = LineageTable(resources: 2)
        for id in 0..<65_536 { add(id, of: id % 2, to: &table) }
        #expect(table.lineages.count == 65_536)
        #expect((0..<65_536).allSatisfy { table.position(of: hash($0)) != nil })
        #expect(table.lineages.indices.allSatisfy { table.weight(at: $0) == 1 })
    }

    @Test func aFullTableSamplesTheLargestAndKeepsTheSmallWhole() {
        var table = LineageTable(resources: 6)
        for id in 0..<1_000_000 {
            let resource = id % 2 == 0 ? 0 : id % 4 == 1 ? 1 : id % 200 == 3 ? 2 : 3
            add(id, of: resource, to: &table)
        }
        #expect(table.lineages.count <= 65_536 && table.lineages.count > 24_000)
        let counts = (0..<4).map { resource in table.lineages.count { $0.resource == resource } }
        #expect(counts[2] == 5000, "\(counts)")
        #expect(counts.allSatisfy { $0 >= 4096 }, "\(counts)")
        // Each stands for so many that all are represented.
        for (resource, all) in [(0, 500_000.0), (1, 250_000.0), (3, 245_000.0)] {
            let sum = table.lineages.indices.filter { table.lineages[$0].resource == resource }
                .reduce(0.0) { $0 + table.weight(at: $1) }
            #expect(abs(sum / all - 1) < 0.05, "\(resource): \(sum)")
        }
        // Every lineage that is tracked can be found.
        #expect(
            table.lineages.indices.allSatisfy { table.position(of: table.lineages[$0].hash) == $0 })
    }

    @Test func theMostLookedUpStayWithTheirWeight() {
        var table = LineageTable(resources: 1, capacity: 1024)
        for _ in 0..<9 { for id in 0..<50 { add(id, of: 0, to: &table) } }
        for id in 0..<100_000 { add(id, of: 0, to: &table) }
        for id in 0..<50 {
            guard let position = table.position(of: hash(id)) else {
                Issue.record("lineage \(id) is not tracked any more")
                continue
            }
            #expect(table.weight(at: position) == 1)
        }
        #expect(table.lineages.count <= 1024)
    }
}

struct ApportionmentTests {
    @Test(
        arguments: [
            (10, [1.0, 1, 1], [4, 3, 3]), (0, [1, 2], [0, 0]), (7, [0, 5, 0], [0, 7, 0]),
            (3, [0, 0], [0, 0]), (100, [0.5, 0.25, 0.25], [50, 25, 25]),
        ] as [(UInt64, [Double], [UInt64])])
    func partsAddUp(_ whole: UInt64, _ shares: [Double], _ parts: [UInt64]) {
        #expect(Apportionment.parts(of: whole, by: shares) == parts)
    }

    @Test func evenOfTheLargestNumber() {
        let parts = Apportionment.parts(of: .max, by: [1, 1, 1])
        #expect(parts.reduce(0, &+) == .max)
    }
}

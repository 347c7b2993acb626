import ArgumentParser
import Console
import Foundation
import Testing

@testable import Storefront

@Suite struct ScenarioTests {
    private let good = """
        config:
          target: "http://localhost:3000"
          phases:
            - duration: 60
              arrivalRate: 10
              name: "Warm up"
            - pause: 5
            - duration: 2m
              arrivalRate: 50
              rampTo: 100
        scenarios:
          - name: "Search flow"
            weight: 7
            flow:
              - get: { url: "/api/search/prod?q={{ query }}" }
              - think: 1
              - get: { url: "/api/product/{{product}}" }
              - get: { url: "/api/inventory/{{ product }}" }
          - flow:
              - get:
                  url: "/"
        """

    @Test func aScenarioIsRead() throws {
        let file = try ScenarioFile(yaml: good, file: "t.yaml")
        #expect(file.target == "http://localhost:3000")
        #expect(
            file.phases == [
                LoadPhase(name: "Warm up", seconds: 60, rate: 10),
                LoadPhase(name: "pause", seconds: 5, rate: 0),
                LoadPhase(seconds: 120, rate: 50, rampTo: 100),
            ])
        #expect(file.scenarios.map(\.weight) == [7, 1])
        #expect(file.scenarios.map(\.name) == ["Search flow", "scenario 2"])
        #expect(
            file.scenarios[0].steps == [
                .get(try URLTemplate("/api/search/prod?q={{query}}")), .think(1),
                .get(try URLTemplate("/api/product/{{product}}")),
                .get(try URLTemplate("/api/inventory/{{product}}")),
            ])
    }

    /// What is wrong, and what the sentence says: the line, the key, and what to do about it.
    @Test(arguments: [
        ("arrivalRate: 10", "arrivalRate: many", ["t.yaml:5:", "'arrivalRate'", "number"]),
        ("arrivalRate: 10", "arrivalRate: -1", ["t.yaml:5:", "'arrivalRate'"]),
        ("arrivalRate: 10", "arrivalRate: inf", ["t.yaml:5:", "'arrivalRate'"]),
        ("arrivalRate: 10", "arrivalCount: 10", ["t.yaml:5:", "'arrivalCount'", "not supported"]),
        ("arrivalRate: 10", "maxVusers: 10", ["t.yaml:5:", "'maxVusers'", "not supported"]),
        ("duration: 60", "duration: 0", ["t.yaml:4:", "'duration'"]),
        ("duration: 60", "duration: [1]", ["t.yaml:4:", "'duration'", "value"]),
        ("duration: 60", "duration: 1y", ["t.yaml:4:", "'duration'", "5m"]),
        ("- duration: 60", "- rampTo: 60", ["'phases'", "without 'duration'"]),
        ("pause: 5", "pause: 5\n      rampTo: 3", ["'pause'", "'rampTo'"]),
        ("  phases:", "  variables: {}\n  phases:", ["t.yaml:3:", "'variables'", "not supported"]),
        ("  phases:", "  payload: {}\n  phases:", ["t.yaml:3:", "'payload'", "not supported"]),
        ("config:", "before: {}\nconfig:", ["t.yaml:1:", "'before'", "not supported"]),
        ("http://localhost:3000", "localhost", ["t.yaml:2:", "'target'"]),
        ("http://localhost:3000", "http://a:secret@b", ["t.yaml:2:", "'target'", "password"]),
        ("weight: 7", "weight: 0", ["t.yaml:13:", "'weight'"]),
        ("weight: 7", "weight: 1.5", ["t.yaml:13:", "'weight'"]),
        ("- think: 1", "- loop: [a]", ["t.yaml:16:", "'loop'", "not supported"]),
        ("- think: 1", "- post: {url: /}", ["t.yaml:16:", "'post'", "not supported"]),
        ("- think: 1", "- think: long", ["t.yaml:16:", "'think'"]),
        ("- think: 1", "- think: 1\n        get: {url: /}", ["'flow'", "more than one"]),
        ("- think: 1", "- get: {}", ["t.yaml:16:", "'flow'", "'url'"]),
        ("- think: 1", "- get: {url: /, capture: x}", ["t.yaml:16:", "'capture'"]),
        ("- think: 1", "- get: {url: 'http://other/'}", ["t.yaml:16:", "'url'", "begins with"]),
        ("- think: 1", "- get: {url: '//other/'}", ["t.yaml:16:", "'url'", "begins with"]),
        ("{{product}}", "{{ price }}", ["t.yaml:17:", "'{{ price }}'", "product"]),
        ("{{product}}", "{{product", ["t.yaml:17:", "'}}'"]),
        ("scenarios:", "scenario:", ["t.yaml:11:", "'scenario'", "scenarios"]),
        ("weight: 7", "weight: 7\n    weight: 8", ["twice", "weight"]),
        ("weight: 7", "weight: {", ["t.yaml:", "no YAML"]),
    ])
    func aBadScenarioIsNamed(old: String, new: String, said: [String]) throws {
        let yaml = good.replacing(old, with: new, maxReplacements: 1)
        try #require(yaml != good)
        let error = try #require(throws: Ending.self) {
            try ScenarioFile(yaml: yaml, file: "t.yaml")
        }
        for text in said {
            #expect(error.description.contains(text), "\(error): lacks \(text)")
        }
        #expect(!error.description.contains("secret"))
    }

    @Test(arguments: [
        "", "- a", "a", "config: {}", "scenarios: []", "scenarios: {}", "scenarios:\n  - flow: []",
        "scenarios:\n  - flow:\n      - think: 1", "scenarios:\n  - name: x", "\u{0}",
    ])
    func halfAScenarioIsNone(yaml: String) {
        #expect(throws: Ending.self) { try ScenarioFile(yaml: yaml, file: "t.yaml") }
    }

    @Test func aScenarioWithoutPhasesTakesTheOptions() throws {
        let yaml = "scenarios:\n  - flow:\n      - get: {url: /}"
        #expect(try ScenarioFile(yaml: yaml, file: "t").phases.isEmpty)
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(yaml.utf8).write(to: URL(filePath: path))
        let run = try LoadCommand.parse(["--scenario", path, "--rps", "7", "--duration", "2m"])
            .load(stop: StopSignal())
        #expect(run.plan.phases == [LoadPhase(seconds: 120, rate: 7)])
        try Data(good.utf8).write(to: URL(filePath: path))
        #expect(throws: (any Error).self) {
            try LoadCommand.parse(["--scenario", path, "--rps", "7"]).load(stop: StopSignal())
        }
        let own = try LoadCommand.parse(["--scenario", path]).load(stop: StopSignal())
        #expect(own.target.origin == "http://localhost:3000")
        let given = try LoadCommand.parse(["--scenario", path, "http://a"]).load(stop: StopSignal())
        #expect(given.target.origin == "http://a")
        #expect(throws: Ending.self) {
            try LoadCommand.parse(["--scenario", "/nowhere"]).load(stop: StopSignal())
        }
    }

    /// A device never ends, and a text of another kind is none.
    @Test(
        arguments: [
            ("/dev/zero", "more than 1024 KiB"), ("/nowhere", "No such file"),
            ("/", "Is a directory"),
        ])
    func whatIsNoScenarioIsRefused(path: String, why: String) {
        let problem = #expect(throws: Ending.self) { try ScenarioFile(path: path) }
        #expect(problem?.description.contains(why) == true, "\(problem as Any)")
    }

    /// The one in the repository.
    @Test func theExampleIsGood() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/load-test.yaml").path()
        let file = try ScenarioFile(path: path)
        #expect(file.phases.count == 3 && file.scenarios.count == 3)
        var shoppers = Shoppers(products: 1000, exponent: 1, seed: 1)
        let plan = LoadPlan(phases: file.phases, scenarios: file.scenarios)
        for _ in 0..<100 {
            for case .get(_, let resource) in plan.flow(&shoppers).steps {
                #expect(resource != .other)
            }
        }
    }

    @Test func whatIsFilledInIsOneValue() throws {
        let template = try URLTemplate("/a b/ü?q={{ query }}&c={{category}}&x=%20#f")
        #expect(template.choices == [.query, .category])
        #expect(
            template.path([.query: "a&b=c/ä %", .category: "x"])
                == "/a%20b/%C3%BC?q=a%26b%3Dc%2F%C3%A4%20%25&c=x&x=%20%23f")
        #expect(try URLTemplate("/plain").path([:]) == "/plain")
    }

    @Test func aShopperStaysWithWhatWasChosen() throws {
        let steps: [LoadScenario.Step] = [
            .get(try URLTemplate("/api/product/{{ product }}")), .think(2),
            .get(try URLTemplate("/api/inventory/{{ product }}")),
        ]
        let plan = LoadPlan(
            phases: [], scenarios: [LoadScenario(name: "a", weight: 1, steps: steps)])
        var shoppers = Shoppers(products: 5000, exponent: 1, seed: 1)
        var products: Set<String> = []
        for _ in 0..<50 {
            let flow = plan.flow(&shoppers)
            guard case .get(let first, .product) = flow.steps[0],
                case .get(let second, .inventory) = flow.steps[2]
            else {
                Issue.record("\(flow)")
                return
            }
            #expect(flow.steps[1] == .think(.seconds(2)))
            #expect(first.split(separator: "/").last == second.split(separator: "/").last)
            products.insert(first)
        }
        #expect(products.count > 10)
    }

    @Test func scenariosAreTakenByTheirWeights() throws {
        let scenarios = [("a", 7), ("b", 2), ("c", 1)].map { name, weight in
            LoadScenario(name: name, weight: weight, steps: [.think(Double(weight))])
        }
        let plan = LoadPlan(phases: [], scenarios: scenarios)
        var shoppers = Shoppers(products: 100, exponent: 1, seed: 2)
        var counts: [Flow: Int] = [:]
        for _ in 0..<10_000 { counts[plan.flow(&shoppers), default: 0] += 1 }
        for weight in [7, 2, 1] {
            let count = counts[Flow(steps: [.think(.seconds(weight))])] ?? 0
            #expect(abs(count - weight * 1000) < 250, "\(weight): \(count)")
        }
    }

    @Test func withoutScenariosThereIsTheMix() {
        var one = Shoppers(products: 1000, exponent: 1, seed: 9)
        var other = Shoppers(products: 1000, exponent: 1, seed: 9)
        let plan = LoadPlan(phases: [])
        for _ in 0..<100 {
            let request = other.next()
            #expect(
                plan.flow(&one)
                    == Flow(steps: [.get(path: request.path, LoadResource(request.resource))]))
        }
    }
}

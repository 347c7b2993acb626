import Console

/// A load test in YAML, in Artillery's format as far as `storefront load` carries it out: phases of
/// arrivals, and flows of GETs with pauses.
///
/// Every key is known or refused by its name: a test that leaves out half of what it says would
/// measure something else.
struct ScenarioFile: Sendable {
    private(set) var target: String?
    /// Empty: the file has none, and the options say it.
    private(set) var phases: [LoadPhase] = []
    private(set) var scenarios: [LoadScenario] = []

    /// In bytes.
    static let longest = 1 << 20

    private static let rates = 0.0...100_000.0

    /// - Throws: a sentence with the file, the line and the key.
    init(path: String) throws(Ending) {
        let bytes: [UInt8]
        do throws(SystemFailure) { bytes = try FileInput.read(path, atMost: Self.longest) } catch {
            throw Ending(.failed, "Can't read the scenario \(path): \(error.words).")
        }
        guard bytes.count <= Self.longest else {
            throw Ending(
                .failed,
                "The scenario \(path) has more than \(Self.longest >> 10) KiB; is it that file?")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Ending(.failed, "The scenario \(path) is not a text in UTF-8.")
        }
        try self.init(yaml: text, file: path)
    }

    init(yaml: String, file: String) throws(Ending) {
        let root = ScenarioNode(
            node: try Self.compose(yaml, file), key: "scenarios", file: file)
        let top = try root.entries(known: ["config", "scenarios"], of: "a load test")
        if let config = try top["config"]?.entries(known: ["target", "phases"], of: "'config'") {
            target = try config["target"]?.text()
            if let target = config["target"] {
                do throws(Ending) { _ = try ShopTarget.base(target.text()) } catch {
                    throw target.problem("can't be used. \(error.description.dropLast())")
                }
            }
            phases =
                try config["phases"]?.list().map { node throws(Ending) in
                    try Self.phase(node)
                } ?? []
        }
        guard let list = top["scenarios"] else {
            throw root.problem("is missing: what the shoppers do")
        }
        for (index, node) in try list.list().enumerated() {
            scenarios.append(try Self.scenario(node, index))
        }
    }

    private static func phase(_ node: ScenarioNode) throws(Ending) -> LoadPhase {
        let entries = try node.entries(
            known: ["name", "duration", "arrivalRate", "rampTo", "pause"], of: "a phase")
        let name = try entries["name"]?.text()
        if let pause = entries["pause"] {
            for other in ["duration", "arrivalRate", "rampTo"] where entries[other] != nil {
                throw pause.problem("stands beside '\(other)': a phase is one or the other")
            }
            return LoadPhase(name: name ?? "pause", seconds: try positive(pause), rate: 0)
        }
        guard let duration = entries["duration"], let rate = entries["arrivalRate"] else {
            throw node.problem("has a phase without 'duration' or without 'arrivalRate'")
        }
        return LoadPhase(
            name: name, seconds: try positive(duration), rate: try rate.number(rates),
            rampTo: try entries["rampTo"]?.number(rates))
    }

    private static func positive(_ node: ScenarioNode) throws(Ending) -> Double {
        let seconds = try node.seconds()
        guard seconds > 0 else { throw node.problem("must be longer than nothing") }
        return seconds
    }

    private static func scenario(
        _ node: ScenarioNode, _ index: Int
    ) throws(Ending) -> LoadScenario {
        let entries = try node.entries(known: ["name", "weight", "flow"], of: "a scenario")
        guard let flow = entries["flow"] else {
            throw node.problem("has an entry without a 'flow'")
        }
        var steps: [LoadScenario.Step] = []
        for step in try flow.list() { steps.append(try Self.step(step)) }
        let asks = steps.contains { if case .get = $0 { true } else { false } }
        guard asks else { throw flow.problem("asks for nothing: it needs a 'get'") }
        return LoadScenario(
            name: try entries["name"]?.text() ?? "scenario \(index + 1)",
            weight: try entries["weight"]?.wholeNumber(1...1_000_000) ?? 1, steps: steps)
    }

    private static func step(_ node: ScenarioNode) throws(Ending) -> LoadScenario.Step {
        let entries = try node.entries(known: ["get", "think"], of: "a flow")
        guard entries.count == 1 else {
            throw node.problem("has a step with more than one action: begin each with a '-'")
        }
        if let think = entries["think"] { return .think(try think.seconds()) }
        guard let get = entries["get"],
            let url = try get.entries(known: ["url"], of: "'get'")["url"]
        else { throw node.problem("has a 'get' without a 'url'") }
        let text = try url.text()
        do throws(URLTemplate.Problem) { return .get(try URLTemplate(text)) } catch {
            throw url.problem(error.sentence)
        }
    }

    private static func compose(_ yaml: String, _ file: String) throws(Ending) -> YAMLNode {
        let node: YAMLNode?
        do throws(YAMLFailure) { node = try YAMLReader.read(yaml) } catch {
            throw Ending(.failed, "\(file):\(error.line): this is no YAML: \(error.problem).")
        }
        guard let node else { throw Ending(.failed, "\(file): the file is empty.") }
        return node
    }
}

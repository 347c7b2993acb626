/// A plan in words: what will be sent, what goes, what it costs, and on what each figure rests.
///
/// Facts with a label in front, in the order in which one asks at night. What is not known is said
/// to be unknown; what does not apply (a TTL of no keys) is left out. A long list of keys, which
/// is frozen, is given by its length and its first keys.
package struct PlanFacts: Sendable, Hashable {
    let planned: PlannedInvalidation
    /// The server's clock: when it would be done.
    let now: Timestamp
    let utcOffsetSeconds: Int
    /// Keys in one UNLINK.
    let batch: Int
    /// Less of what is only an example or a repetition, nothing less of what counts.
    let isBrief: Bool
    /// When it is new comes before anything else: where not all is on the screen at once.
    let beginsWithNew: Bool
    /// What stands for text that is left out: `…`, or `...`.
    let ellipsis: String

    package init(
        _ planned: PlannedInvalidation, now: Timestamp, utcOffsetSeconds: Int = 0, batch: Int = 500,
        isBrief: Bool = false, beginsWithNew: Bool = false, ellipsis: String = "…"
    ) {
        self.planned = planned
        self.now = now
        self.utcOffsetSeconds = utcOffsetSeconds
        self.batch = batch
        self.isBrief = isBrief
        self.beginsWithNew = beginsWithNew
        self.ellipsis = ellipsis
    }

    var plan: InvalidationPlan { planned.plan }
    var radius: BlastRadius { planned.radius }

    /// What happens, what it costs, and what is around it: blank lines may stand between them.
    package var groups: [[PlanFact]] {
        let first = [everywhere].compactMap(\.self)
        return [
            (beginsWithNew ? first : []) + [target, sends],
            (beginsWithNew ? [] : first)
                + [removes, nothing, node, outdates, spares, misses, life].compactMap(\.self),
            edge + [alsoIn, recent].compactMap(\.self),
        ]
    }

    // MARK: What happens

    private var target: PlanFact {
        let whom = plan.way == .api ? "the shop's API," : "Redis itself,"
        return PlanFact("target", [[whom, plan.target]], .important)
    }

    private var sends: PlanFact {
        guard case .redis(let steps) = plan.work else {
            return PlanFact("sends", plan.descriptions(ellipsis: ellipsis).map { [$0] })
        }
        var texts = raised
        if !isListed {
            texts += steps.filter { if case .increment = $0 { false } else { true } }
                .map { [$0.description] }
        } else if !planned.keys.isEmpty {
            texts.append(unlink)
        }
        if texts.isEmpty { texts = [["nothing: no key matches"]] }
        return PlanFact("sends", texts)
    }

    /// The counters, before anything is removed.
    private var raised: [[String]] {
        guard case .redis(let steps) = plan.work else { return [] }
        let commands = steps.compactMap { step in
            if case .increment = step { step.description } else { nil }
        }
        guard isBrief, let last = commands.last else { return commands.map { [$0] } }
        return [commands.dropLast().map { $0 + "," } + [last]]
    }

    /// Whether the keys were found: else the plan's own words say what would be looked for.
    private var isListed: Bool {
        !planned.keys.isEmpty || radius.keys != nil || !plan.unlinks
    }

    private var unlink: [String] {
        let keys = planned.keys
        if keys.count <= 6 { return ["UNLINK"] + keys.map(KeyText.text) }
        let examples = keys.prefix(isBrief ? 1 : 3).map {
            KeyText.text($0).shortened(to: 44, inMiddle: true, ellipsis: ellipsis)
        }
        let count = "UNLINK \(Format.grouped(UInt64(keys.count))) keys"
        let batches = keys.count > batch ? " in batches of \(Format.grouped(UInt64(batch)))" : ""
        let more = Format.grouped(UInt64(keys.count - examples.count))
        return ["\(count)\(batches):"] + examples.dropLast().map { $0 + "," }
            + [examples.last ?? "", "and \(more) more"]
    }

    // MARK: What is around it

    private var edge: [PlanFact] {
        let horizons = radius.edge.filter { $0.longestSeconds > 0 }
        guard !horizons.isEmpty else {
            return [PlanFact("edge", [["no CDN and no page is known to hold a copy"]])]
        }
        func times(_ seconds: (BlastRadius.EdgeHorizon) -> Int?) -> [String] {
            horizons.compactMap { horizon in
                guard let seconds = seconds(horizon), seconds > 0 else { return nil }
                return radius.edge.count == 1
                    ? until(seconds) : "\(horizon.resource) \(until(seconds))"
            }
        }
        let (cdn, isr) = (times(\.cdnSeconds), times(\.isrSeconds))
        func list(_ lead: String, _ items: [String]) -> [String] {
            items.isEmpty
                ? [] : [lead] + items.dropLast().map { $0 + "," } + items.suffix(1)
        }
        var texts = [list("CDN may serve the old copy until", cdn)]
        let pages = list(cdn.isEmpty ? "ISR may serve the old page until" : "ISR until", isr)
        if radius.edge.count == 1, !cdn.isEmpty, !isr.isEmpty {
            texts[0][texts[0].count - 1] += ","
            texts[0] += pages
        } else {
            texts.append(pages)
        }
        return [PlanFact("edge", texts.filter { !$0.isEmpty })]
    }

    /// Not purged with it, and so old for longer.
    private var alsoIn: PlanFact? {
        guard let others = radius.alsoIn, !others.isEmpty else { return nil }
        let parts = others.map { "\($0.resource) \(until($0.seconds))" }
        return PlanFact(
            "also in",
            [
                ["not purged; Redis and the CDN may serve old copies until"]
                    + parts.dropLast().map { $0 + "," } + parts.suffix(1)
            ]
        )
    }

    /// When the last old copy is gone, wherever it is: what one purges for, so it stands first.
    private var everywhere: PlanFact? {
        guard let at = NewAgain(radius, purgedAt: now).everywhereAt else { return nil }
        let seconds = Int(at.seconds(since: now).rounded(.up))
        guard seconds > 0 else { return PlanFact("new", [["everywhere at once"]], .important) }
        let rest = spares == nil ? "from Redis at once" : "except what is spared"
        return PlanFact("new", [["everywhere by \(until(seconds)),", rest]], .important)
    }

    private var recent: PlanFact {
        guard let recent = radius.recent else {
            return PlanFact("recent", [["not known whether others did the same"]])
        }
        guard !recent.isEmpty else {
            return PlanFact("recent", [["no one did the same in the last 10 minutes"]])
        }
        // Whom one can ask before what the shop does by itself.
        let sorted = recent.filter { $0.via != .observed } + recent.filter { $0.via == .observed }
        var texts = sorted.prefix(isBrief ? 1 : 3).map { record in
            let what = record.scope.shortened(to: 40, ellipsis: ellipsis)
            let counter = record.to.map { " to \($0)" } ?? ""
            let keys = record.keysRemoved.map { ", \(Format.keys($0))" } ?? ""
            // One under way is unfinished, too, and matters most.
            let outcome = record.outcome == .done ? "" : ", \(record.outcome.words)"
            let by = record.by ?? "unknown"
            return ["\(by) \(ago(record.at)): \(what)\(counter)\(keys)\(outcome)"]
        }
        if recent.count > texts.count {
            texts[texts.count - 1].append("(and \(recent.count - texts.count) more in 10 minutes)")
        }
        return PlanFact("recent", texts, .warning)
    }

    // MARK: Words

    func ago(_ moment: Timestamp) -> String {
        "\(Format.span(max(0, now.seconds(since: moment)))) ago"
    }

    /// A wall time, while there is no doubt of the day.
    private func until(_ seconds: Int) -> String {
        seconds < 72_000
            ? now.adding(seconds: Double(seconds)).timeOfDay(offsetSeconds: utcOffsetSeconds)
            : "in \(Format.span(Double(seconds)))"
    }
}

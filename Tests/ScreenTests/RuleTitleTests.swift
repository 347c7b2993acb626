import Testing

@testable import Screen

/// The rule of a panel: its name never gives way, and what matters more never gives way to what matters less.
@Suite struct RuleTitleTests {
    private static let name = DisplayText("3 Resources")

    /// Two or three forms of each rank; the marks distinguish the parts.
    private static let all: [RulePart] = [
        RulePart(.extra, ["redis, counters included 93.0% in 1m"]),
        RulePart(.choice, ["baseline 14:03:22, in policy order; s: by Δ", "baseline 14:03:22"]),
        RulePart(.trouble, ["✖ emptied 14:03:22", "✖ emptied"]),
        RulePart(.trouble, ["stream restarted 1x", "restarted 1x"]),
        RulePart(.notice, ["product:1234567890 left the list", "product… left the list"]),
        RulePart(.age, ["lag 0.4 s"]),
        RulePart(.age, ["swept 4 s ago, in 714 ms", "swept 4 s ago"]),
    ]

    /// A part as texts.
    private struct Words {
        let rank: RulePart.Rank
        let forms: Set<Substring>
        /// Columns of its shortest form.
        let least: Int

        init(_ part: RulePart) {
            rank = part.rank
            forms = Set(part.forms.map { $0.string[...] })
            least = part.forms.last?.columns ?? 0
        }
    }

    /// Every width and every combination of parts.
    @Test func theNameStandsAndTroubleIsThereIfItFits() {
        for combination in 0..<(1 << Self.all.count) {
            let parts = Self.all.enumerated().filter { combination & (1 << $0.offset) != 0 }
                .map(\.element)
            let title = RuleTitle(["3 Resources of the shop", Self.name], parts)
            let words = parts.map(Words.init)
            let problems = (18...200).compactMap { problem(of: title, words, $0) }
            #expect(problems.isEmpty, "\(problems.prefix(3))")
        }
    }

    private func problem(of title: RuleTitle, _ parts: [Words], _ columns: Int) -> String? {
        let (name, words) = title.fitted(to: columns)
        // What is shown is whole: nothing but forms of the parts, two columns apart.
        let pieces = Set(words.string.split(separator: "  "))
        let shown = parts.filter { !$0.forms.isDisjoint(with: pieces) }
        func wrong(_ what: String) -> String { "\(what) in \(columns): \(name) | \(words)" }
        guard name == title.names[0] || name == Self.name else { return wrong("no name") }
        guard name.columns + 2 + (words.isEmpty ? 0 : words.columns + 3) <= columns else {
            return wrong("too long")
        }
        guard pieces.count == shown.count else { return wrong("a part that is cut") }
        if let first = parts.first(where: { $0.rank == .trouble }),
            Self.name.columns + first.least + 5 <= columns, first.forms.isDisjoint(with: pieces)
        {
            return wrong("no trouble")
        }
        // What was left out has no room beside what counts as much or more.
        for part in parts where part.forms.isDisjoint(with: pieces) {
            let used = shown.reduce(0) { $0 + ($1.rank <= part.rank ? $1.least + 2 : 0) }
            guard part.least > columns - name.columns - 5 - used else {
                return wrong("\(part.forms) is left out")
            }
        }
        return nil
    }

    /// The same parts with more room say as much or more.
    @Test func moreRoomHidesNothing() {
        let title = RuleTitle([Self.name], Self.all)
        var before = 0
        for columns in 18...250 {
            let words = title.fitted(to: columns).words.string
            let troubles = Self.all.filter { part in
                part.rank == .trouble && part.forms.contains { words.contains($0.string) }
            }
            #expect(troubles.count >= before, "\(columns): \(words)")
            before = troubles.count
        }
        #expect(before == 2)
        #expect(title.fitted(to: 250).words.string.hasPrefix("redis, counters included"))
    }

    @Test func whatThereIsRoomForIsInItsOrder() {
        let title = RuleTitle([Self.name], Self.all)
        #expect(
            title.fitted(to: 76).words.string
                == "✖ emptied  restarted 1x  product… left the list  lag 0.4 s")
        #expect(title.fitted(to: 30).words.string == "✖ emptied")
        #expect(title.fitted(to: 15).words.isEmpty)
    }

    /// A name that is longer than the rule is cut; it has nothing beside it.
    @Test func aNameWithoutRoomIsCut() {
        let panel = Panel(RuleTitle(["1 Hit rate: product", "1 Hit rate"], [Self.all[5]]))
        #expect(drawn(panel, 26).lines == ["─ 1 Hit rate: product ────"])
        #expect(drawn(panel, 38).lines == ["─ 1 Hit rate: product ──── lag 0.4 s ─"])
        #expect(drawn(panel, 12).lines == ["─ 1 Hit r… ─"])
    }
}

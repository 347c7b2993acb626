import Metrics
import Screen

extension Readings {
    /// When the keys were looked at, and how long that took; empty before the first sweep.
    var sweepPart: RulePart {
        guard let swept = snapshot.resources.compactMap(\.sweptAt).max() else {
            return RulePart(.age, [])
        }
        let age = max(0, state.viewedAt.seconds(since: swept))
        let isOld = state.age(of: state.state(of: .scan)) != nil
        var line = Line()
        if let old = state.age(of: state.state(of: .timeToLive)), !isOld {
            line.append(DisplayText("TTL \(old), "), .warning)
        }
        let isTrouble = isOld || !line.isEmpty
        line.append("swept ", .dim)
        line.append(DisplayText(Format.ago(age)), isOld ? .warning : .plain)
        var whole = line
        if let seconds = snapshot.resources.compactMap(\.sweepSeconds).max() {
            whole.append(DisplayText(", in \(Format.duration(seconds))"), .dim)
        }
        let node = isCluster ? Line(", this node only", .dim) : Line()
        return RulePart(isTrouble ? .trouble : .age, [whole + node, line + node, line])
    }

    /// How late events are read.
    var lagPart: RulePart {
        guard lag.isKnown else { return RulePart(.age, []) }
        let isLate = alert(.eventsLate) != nil
        return RulePart(
            isLate ? .trouble : .age, Line("lag ", .dim) + lag.line(style(of: .eventsLate)))
    }

    /// What the sweep may not ask, each sentence once.
    var sweepProblems: [String] {
        var problems: [String] = []
        for source in [Source.scan, .timeToLive, .memoryUsage] {
            guard let why = state.words(for: state.state(of: source)), !problems.contains(why)
            else { continue }
            problems.append(why)
        }
        return problems
    }

    /// What is wrong with the events, in few words, and that all keys went: every number of the table follows
    /// from it.
    var eventTroubles: [RulePart] {
        let events = snapshot.events
        let lost = events.lostEntries.map { ", \(Format.count($0)) entries lost" } ?? ""
        let (gaps, dropped) = (Format.count(events.gaps), Format.count(events.dropped))
        let emptied = "\(state.glyphs.critical) emptied"
        let since = alert(.databaseEmptied)?.since.map { " \(state.time($0))" } ?? ""
        let troubles: [(AlertRule, [String])] = [
            (.databaseEmptied, [emptied + since, emptied]),
            (.eventsLost, ["gaps \(gaps)\(lost)", "gaps \(gaps)"]),
            (
                .streamRestarted,
                ["stream restarted \(events.resets)x", "new stream"]
            ),
            (.linesDropped, ["\(dropped) lines dropped", "dropped \(dropped)"]),
        ]
        return troubles.compactMap { rule, forms in
            alert(rule).map { alert in
                RulePart(.trouble, forms.map { Line(DisplayText($0), Style(alert.severity)) })
            }
        }
    }
}

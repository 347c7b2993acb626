import Metrics
import Screen

extension Readings {
    /// When the keys were looked at, and how long that took; empty before the first sweep.
    var sweep: Line {
        guard let swept = snapshot.resources.compactMap(\.sweptAt).max() else { return Line() }
        let age = max(0, state.viewedAt.seconds(since: swept))
        let isOld = state.age(of: state.state(of: .scan)) != nil
        var line = Line()
        if let old = state.age(of: state.state(of: .timeToLive)), !isOld {
            line.append(DisplayText("TTL \(old), "), .warning)
        }
        line.append("swept ", .dim)
        line.append(DisplayText(Format.ago(age)), isOld ? .warning : .plain)
        if let seconds = snapshot.resources.compactMap(\.sweepSeconds).max() {
            line.append(DisplayText(", in \(Format.duration(seconds))"), .dim)
        }
        if isCluster { line.append(", this node only", .dim) }
        return line
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

    /// What is wrong with the events, in few words.
    /// That all keys went: every number of the table follows from it.
    var emptied: [Line] {
        guard let alert = alert(.databaseEmptied) else { return [] }
        let time = alert.since.map { " \(state.time($0))" } ?? ""
        return [
            Line(DisplayText("\(state.glyphs.critical) emptied\(time)"), Style(alert.severity))
        ]
    }

    var eventTroubles: [Line] {
        let events = snapshot.events
        let lost = events.lostEntries.map { ", \(Format.count($0)) entries lost" } ?? ""
        let troubles: [(AlertRule, String)] = [
            (.eventsLost, "gaps \(Format.count(events.gaps))\(lost)"),
            (.streamRestarted, "stream restarted \(events.resets)x"),
            (.linesDropped, "\(Format.count(events.dropped)) lines dropped"),
        ]
        return troubles.compactMap { rule, words in
            alert(rule).map { Line(DisplayText(words), Style($0.severity)) }
        }
    }
}

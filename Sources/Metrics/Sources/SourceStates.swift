/// The state of every source of a history, except the events' and the single counters', which
/// have theirs beside their figures.
struct SourceStates: Sendable {
    private var states: [Source: SourceState] = [:]

    subscript(source: Source) -> SourceState {
        get { states[source] ?? .notYet(why: nil) }
        set { states[source] = newValue }
    }

    /// What one sample says of INFO, commandstats and the trail.
    mutating func observe(_ sample: Sample) {
        for section in Source.info {
            if let info = sample.info {
                note(section, info.missing(section).map { SourceProblem(.notTold, $0) }, sample.at)
            } else if let problem = sample.problems[section] {
                self[section].fail(problem)
            }
        }
        // Not asked with every sample: no answer and no problem is no news.
        if sample.readerCalls != nil || sample.problems[.commandStats] != nil {
            note(.commandStats, sample.problems[.commandStats], sample.at)
        }
        note(.trail, sample.problems[.trail], sample.at)
    }

    mutating func observe(_ survey: KeyspaceSurvey) {
        for source in Self.sweep { note(source, survey.problems[source], survey.takenAt) }
    }

    /// Why the keyspace could not be swept at all, or only in part.
    mutating func observe(sweepProblems: [Source: SourceProblem]) {
        // Without SCAN there are no keys whose time to live or memory could be asked.
        for source in Self.sweep {
            if let problem = sweepProblems[source] ?? sweepProblems[.scan] {
                self[source].fail(problem)
            }
        }
    }

    mutating func interrupt(_ problem: SourceProblem) {
        for source in Source.allCases { self[source].fail(problem) }
    }

    private static let sweep: [Source] = [.scan, .timeToLive, .memoryUsage]

    private mutating func note(_ source: Source, _ problem: SourceProblem?, _ at: Timestamp) {
        if let problem { self[source].fail(problem) } else { self[source].succeed(at: at) }
    }

    /// INFO as a whole where all its sections stand alike, else each section by itself.
    var ofInfo: [Unavailable] {
        if Set(Source.info.map { self[$0] }).count == 1 {
            return ["server", "memory"].compactMap { Unavailable(what: $0, self[.memory]) }
        }
        return list(Source.info)
    }

    func list(_ sources: [Source]) -> [Unavailable] {
        sources.compactMap { source in source.path.flatMap { Unavailable(what: $0, self[source]) } }
    }
}

extension InfoReply {
    /// Which field a section lacks without which it says nothing, as a sentence; nil: it is there.
    func missing(_ section: Source) -> String? {
        func lacks(_ what: String, _ field: String) -> String {
            "This server does not report \(what): INFO has no \(field)."
        }
        switch section {
        case .server: return version == nil ? lacks("its version", "redis_version") : nil
        case .clients:
            return count("connected_clients") == nil
                ? lacks("its clients", "connected_clients") : nil
        case .memory:
            return count("used_memory") == nil ? lacks("its memory", "used_memory") : nil
        case .stats:
            return count("keyspace_hits") == nil || count("keyspace_misses") == nil
                ? lacks("its hits", "keyspace_hits and keyspace_misses") : nil
        case .replication: return role == nil ? lacks("its role", "role") : nil
        case .cpu:
            return cpuSeconds == nil
                ? lacks("its processor time", "used_cpu_sys and used_cpu_user") : nil
        case .keyspace: return hasKeyspace ? nil : lacks("its databases", "section Keyspace")
        default: return nil
        }
    }
}

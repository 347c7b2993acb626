/// A part of the snapshot that could not be measured or is old, and why, in the server's own words.
package struct Unavailable: Sendable, Hashable, Codable {
    /// The path of the field in the snapshot: `memory`, `resources[].ttl`.
    package var what: String
    /// Which of several things the path stands for: a counter's key. null: all of them.
    @Nullable package var subject: String?
    /// Empty while nothing is known to be in the way of a first answer.
    package var why: String
    @Nullable package var state: State?
    /// How old the figures are that are still shown; null unless `state` is `asOf`.
    @Nullable package var asOf: Timestamp?

    /// Why a part is missing or old. null in a file of an older schema.
    package enum State: String, Sendable, Hashable, Codable {
        /// Nothing was asked or answered so far.
        case notYet
        /// Could be had before: the figures of `asOf` are still shown.
        case asOf
        /// This server does not report it to any user.
        case notTold
        /// This user may not ask for it.
        case refused
    }

    package init(
        what: String, subject: String? = nil, why: String, state: State = .refused,
        asOf: Timestamp? = nil
    ) {
        self.what = what
        self.subject = subject
        self.why = why
        self.state = state
        self.asOf = asOf
    }

    /// nil: the source is fresh.
    init?(what: String, subject: String? = nil, _ source: SourceState) {
        switch source {
        case .fresh: return nil
        case .notYet(let why):
            self.init(
                what: what, subject: subject, why: why ?? "", state: .notYet)
        case .asOf(let at, let why):
            self.init(what: what, subject: subject, why: why, state: .asOf, asOf: at)
        case .notTold(let why):
            self.init(what: what, subject: subject, why: why, state: .notTold)
        case .refused(let why):
            self.init(what: what, subject: subject, why: why, state: .refused)
        }
    }

    /// `what` of one listener.
    static let listeners = "listeners[]"

    /// Whether it speaks of the field at `path`, or of a part that the field belongs to.
    func covers(_ path: String) -> Bool { path == what || path.hasPrefix(what + ".") }
}

extension Snapshot {
    /// How a source stands, read from `unavailable`: a file says the same as the screen.
    package func state(of source: Source) -> SourceState {
        guard let path = source.path else { return .fresh(at: takenAt) }
        return state { $0.subject == nil && $0.covers(path) }
    }

    /// The state of one counter's value.
    package func state(ofCounter key: String) -> SourceState {
        state { $0.covers("versions[].value") ? $0.subject == key : $0.what == "versions" }
    }

    /// `asOf`: it has gone silent since then.
    package func state(of listener: Listener) -> SourceState {
        state { $0.what == Unavailable.listeners && $0.subject == listener.name }
    }

    private func state(_ isMeant: (Unavailable) -> Bool) -> SourceState {
        guard let part = unavailable.first(where: isMeant) else { return .fresh(at: takenAt) }
        return switch part.state {
        // A file of an older schema names only what was refused.
        case .refused, nil: .refused(why: part.why)
        case .notYet: .notYet(why: part.why.isEmpty ? nil : part.why)
        case .notTold: .notTold(why: part.why)
        case .asOf: .asOf(part.asOf ?? takenAt, why: part.why)
        }
    }

    /// Whether hits and misses since the start are counted: of the time before it they are not.
    package var hasTotals: Bool { !unavailable.contains { $0.covers("total.hits") } }

    /// Whether figures are shown that are older than the rest.
    /// Those of a listener that has stopped are not: it has none any more, and the screen says so.
    package var hasOldFigures: Bool {
        unavailable.contains { $0.state == .asOf && $0.what != Unavailable.listeners }
    }
}

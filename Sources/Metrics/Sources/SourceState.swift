/// Where the newest figures of one source stand: nothing here is guessed from a sentence.
///
/// A source that answered once and fails now keeps its figures, with the moment they are of; a
/// server that does not report a part has no figures at all.
package enum SourceState: Sendable, Hashable {
    /// No answer so far; `why` where something is known to be in the way.
    case notYet(why: String?)
    case fresh(at: Timestamp)
    /// The figures of an earlier moment, and why there are no newer ones.
    case asOf(Timestamp, why: String)
    /// This server does not report it to any user.
    case notTold(why: String)
    /// This user may not ask for it, and it was never answered.
    case refused(why: String)

    package mutating func succeed(at moment: Timestamp) { self = .fresh(at: moment) }

    package mutating func fail(_ problem: SourceProblem) {
        switch (problem.kind, self) {
        case (.notTold, _): self = .notTold(why: problem.why)
        case (.pending, _): self = .notYet(why: problem.why)
        case (.refused, .fresh(let at)), (.lost, .fresh(let at)),
            (.refused, .asOf(let at, _)), (.lost, .asOf(let at, _)):
            self = .asOf(at, why: problem.why)
        case (.refused, _): self = .refused(why: problem.why)
        case (.lost, .notYet): self = .notYet(why: problem.why)
        // A lost connection does not change what the server refuses.
        case (.lost, .notTold), (.lost, .refused): break
        }
    }

    package var isFresh: Bool {
        if case .fresh = self { true } else { false }
    }

    /// The moment that its figures are of; nil: there are none.
    package var moment: Timestamp? {
        switch self {
        case .fresh(let at), .asOf(let at, _): at
        case .notYet, .notTold, .refused: nil
        }
    }

    /// Why there are no figures or no newer ones; nil while it is fresh or was not asked.
    package var why: String? {
        switch self {
        case .fresh: nil
        case .notYet(let why): why
        case .asOf(_, let why), .notTold(let why), .refused(let why): why
        }
    }
}

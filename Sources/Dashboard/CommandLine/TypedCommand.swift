import Metrics

/// What a line behind `:` means.
enum TypedCommand: Sendable, Hashable {
    case purge(InvalidationScope)
    case goto(TypedMoment)
    /// nil: none any more.
    case baseline(TypedMoment?)
    /// nil: all that stands out.
    case explain(String?)
    case export(ExportRequest)
    case interval(seconds: Double)
    case mark(MarkText)
    case view(String)
    /// Empty: none.
    case filter(String)
    /// nil: end those that go on.
    case incident(String?)
    case help, quit

    /// Why a line means nothing: a sentence that says what to type.
    struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    private static let intervals = 0.1...3600.0

    init(_ line: String) throws(Problem) {
        let typed = TypedWords(line)
        guard typed.openQuote == nil else {
            throw Problem("A quotation mark is not closed.")
        }
        guard let first = typed.words.first else { throw Problem("Nothing was typed.") }
        guard let verb = CommandVerb.named(first) else {
            throw Problem(
                CommandVerb.meant(first).problem(
                    else: "There is no command '\(first)'; Tab shows what there is."))
        }
        let words = Array(typed.words.dropFirst())
        switch verb {
        case .purge: self = .purge(try Self.scope(words))
        case .goto: self = .goto(try Self.moment(words, verb))
        case .baseline: self = .baseline(try Self.baseline(words))
        case .explain: self = .explain(try Self.oneAtMost(words, verb))
        case .export:
            guard let request = ExportRequest(words) else { throw Self.misuse(verb) }
            self = .export(request)
        case .set: self = .interval(seconds: try Self.interval(words))
        case .mark:
            do { self = .mark(try MarkText(words.joined(separator: " "))) } catch {
                throw Problem(error.description)
            }
        case .view:
            guard let name = words.first, words.count == 1 else { throw Self.misuse(verb) }
            self = .view(name)
        case .filter: self = .filter(words.joined(separator: " "))
        case .incident:
            guard let name = words.first, words.count == 1 else { throw Self.misuse(verb) }
            self = .incident(name == Self.off ? nil : name)
        case .help, .quit:
            guard words.isEmpty else { throw Self.misuse(verb) }
            self = verb == .help ? .help : .quit
        }
    }

    private static func oneAtMost(
        _ words: [String], _ verb: CommandVerb
    ) throws(Problem) -> String? {
        guard words.count <= 1 else { throw misuse(verb) }
        return words.first
    }

    /// Ends what the same verb began.
    static let off = "off"

    private static func isOff(_ word: String) -> Bool { MeantName(word, among: [off]).name != nil }

    private static func misuse(_ verb: CommandVerb) -> Problem {
        Problem("Type :\(verb.rawValue) \(verb.usage).")
    }

    private static func scope(_ words: [String]) throws(Problem) -> InvalidationScope {
        guard let word = words.first else { throw misuse(.purge) }
        let meant = InvalidationScope.Kind.meant(word)
        do {
            return try InvalidationScope(
                meant.name ?? word, arguments: words.dropFirst().map { Array($0.utf8) })
        } catch .unknownScope {
            throw Problem(
                meant.problem(else: InvalidationScope.Problem.unknownScope(word).description))
        } catch {
            throw Problem(error.description)
        }
    }

    /// nil: it ends.
    private static func baseline(_ words: [String]) throws(Problem) -> TypedMoment? {
        if words.count == 1, words.first.map(isOff) == true { return nil }
        return words.isEmpty ? .present : try moment(words, .baseline)
    }

    private static func moment(
        _ words: [String], _ verb: CommandVerb
    ) throws(Problem) -> TypedMoment {
        guard let word = words.first, words.count == 1 else { throw misuse(verb) }
        guard let moment = TypedMoment(MeantName(word, among: ["now"]).name ?? word) else {
            throw Problem("'\(word)' is no time; \(TypedMoment.hint).")
        }
        return moment
    }

    private static func interval(_ words: [String]) throws(Problem) -> Double {
        guard words.count == 2, let name = words.first,
            MeantName(name, among: ["interval"]).name != nil
        else { throw misuse(.set) }
        guard let span = words.last.flatMap(TypedSpan.init), intervals.contains(span.seconds) else {
            throw Problem("Use a time from 100ms to 1h, as in :set interval 5s.")
        }
        return span.seconds
    }
}

extension InvalidationScope.Kind {
    static func meant(_ word: String) -> MeantName {
        MeantName(word, among: allCases.map(\.rawValue))
    }
}

/// What forbids an invalidation, below every key and command.
///
/// Read-only and forbidden scopes stop the purge; the rest stops the plan, so that the operator
/// knows before a confirmation. A refusal is a sentence with what to do.
package struct InvalidationGuards: Sendable, Hashable {
    package static let standardMaxKeys = 1_000_000

    package var isReadOnly: Bool
    /// Every scope wants its word typed, not only `global`.
    package var isProduction: Bool
    package var forbidden: Set<InvalidationScope.Kind>
    /// A plan that would remove more keys is refused: the list is kept in memory, and frozen.
    package var maxKeys: Int
    /// Whether counters, the event stream and `cachetop:*` may go when a glob or a key names them.
    package var includesOwn: Bool

    package init(
        isReadOnly: Bool = false, isProduction: Bool = false,
        forbidden: Set<InvalidationScope.Kind> = [], maxKeys: Int = Self.standardMaxKeys,
        includesOwn: Bool = false
    ) {
        self.isReadOnly = isReadOnly
        self.isProduction = isProduction
        self.forbidden = forbidden
        self.maxKeys = maxKeys
        self.includesOwn = includesOwn
    }

    package func wantsTyping(_ scope: InvalidationScope) -> Bool {
        scope.mustBeTyped(inProduction: isProduction)
    }

    /// Why the scope must not be invalidated at all; nil: it may.
    package func refusal(of scope: InvalidationScope) -> String? {
        if isReadOnly { return "Read-only mode: nothing was sent." }
        guard forbidden.contains(scope.kind) else { return nil }
        let words = forbidden.map(\.rawValue).sorted().joined(separator: ", ")
        return "Nothing was sent: '\(scope.kind.rawValue)' is forbidden here (forbid: \(words)). "
            + "Purge something smaller, or change the configuration."
    }

    /// Why what was typed does not confirm; nil: it does.
    package func refusal(of scope: InvalidationScope, typed: String?) -> String? {
        guard wantsTyping(scope), typed != scope.kind.rawValue else { return nil }
        return "Nothing was sent: \(isProduction ? "this is production, and" : "") "
            .replacing("  ", with: " ")
            + "'\(scope.kind.rawValue)' must be typed to confirm."
    }

    /// Why a glob or a named key must not be planned: it names what is not the shop's. `names` are the
    /// counters, the event stream and the trail, which may not exist yet. An id can name them, too: where
    /// the stream is `product:events`, it is what `product events` would remove.
    package func refusal(of plan: InvalidationPlan, grammar: KeyGrammar, names: [[UInt8]])
        -> String?
    {
        guard !includesOwn, case .redis(let steps) = plan.work else { return nil }
        if case .pattern(let glob) = plan.scope {
            return names.first { Glob.matches(glob, $0) }.map { Self.ownRefusal(plan.scope, $0) }
        }
        for case .unlink(let keys) in steps {
            for key in keys {
                switch grammar.classify(key) {
                case .counter, .own: return Self.ownRefusal(plan.scope, key)
                case .resource, .unclassified:
                    if names.contains(key) { return Self.ownRefusal(plan.scope, key) }
                }
            }
        }
        return nil
    }

    package static func ownRefusal(_ scope: InvalidationScope, _ key: [UInt8]) -> String {
        "Nothing was sent: '\(scope.text)' would remove \(KeyText.text(key)), which is a version "
            + "counter, the event stream or a key of cachetop's own. Narrow it, or add --include-own."
    }

    /// Bytes of names that a plan's list may take: 128 a key, and 256 MiB at least.
    package var maxKeyBytes: Int {
        let (bytes, overflow) = maxKeys.multipliedReportingOverflow(by: 128)
        return overflow ? .max : max(256 << 20, bytes)
    }

    package func tooLong(_ scope: InvalidationScope) -> String {
        "Nothing was sent: the names of the keys that '\(scope.text)' would remove take more than "
            + "\(Format.bytes(UInt64(clamping: maxKeyBytes))). Narrow it, or raise --max-purge-keys."
    }

    package func tooMany(_ scope: InvalidationScope) -> String {
        "Nothing was sent: '\(scope.text)' would remove more than \(Format.grouped(maxKeys)) "
            + "keys. Narrow it, or raise --max-purge-keys."
    }
}

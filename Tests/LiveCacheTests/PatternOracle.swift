import Foundation
import Metrics

/// What the contract says of patterns, written a second time and another way (regular expressions over
/// text), so that a property test compares two readings of the contract instead of one with itself.
struct PatternOracle {
    let policy: CachePolicy
    private let rules: [Rule]

    private struct Rule {
        var name: String
        var tokens: [String]
        var separators: Set<Character>
        var segments: Int
        var belongs: NSRegularExpression
        var hasCounter: Bool
    }

    init(_ policy: CachePolicy) throws {
        self.policy = policy
        rules = try policy.resources.map { try Self.rule($0, prefix: policy.keyPrefix) }
    }

    /// The resource of the most segments that the key belongs to; nil: none.
    func resource(of key: String) -> String? {
        if policy.counters.contains(where: { policy.keyPrefix + $0 == key }) { return nil }
        if key == "cache:events" || key == policy.keyPrefix + "cache:events" { return nil }
        if key.hasPrefix("cachetop:") || key.hasPrefix(policy.keyPrefix + "version:") { return nil }
        return rules.filter { Self.matches($0.belongs, key) }
            .max { $0.segments < $1.segments }?.name
    }

    /// Whether a scope removes a key that is there.
    func removes(_ scope: InvalidationScope, _ key: String) throws -> Bool {
        switch scope {
        case .search: return false
        case .key(let named): return Array(key.utf8) == named
        case .pattern: return true
        case .global:
            guard let rule = rules.first(where: { $0.name == resource(of: key) }) else {
                return false
            }
            return !rule.hasCounter || generation(key, rule) == nil
        case .facets(nil): return resource(of: key) == "facets"
        case .trending:
            guard let rule = rules.first(where: { $0.name == "trending" }) else { return false }
            if rule.tokens.allSatisfy({ !Self.isPlaceholder($0) }) {
                return key == policy.keyPrefix + Self.plain(rule.tokens.joined())
            }
            return resource(of: key) == "trending"
        case .products, .category, .facets, .inventory:
            let names =
                scope.kind == .product ? ["product", "inventory"] : [scope.kind.rawValue]
            for name in names where resource(of: key) == name {
                for argument in scope.arguments {
                    let text = String(decoding: argument, as: UTF8.self)
                    if try isThing(key, text, name) { return true }
                }
            }
            return false
        }
    }

    private func isThing(_ key: String, _ argument: String, _ name: String) throws -> Bool {
        guard let rule = rules.first(where: { $0.name == name }) else { return false }
        let usual = ["product": "id", "inventory": "id", "category": "slug", "facets": "category"]
        let holders = rule.tokens.filter(Self.isPlaceholder)
        guard
            let holder = holders.first(where: { $0 == "{\(usual[name] ?? "")}" })
                ?? (holders.count == 1 ? holders.first : nil),
            let place = rule.tokens.firstIndex(of: holder)
        else { return false }
        var pattern = "^" + Self.quoted(policy.keyPrefix)
        pattern += rule.tokens[..<place].map { Self.expression($0, rule.separators) }.joined()
        pattern += Self.quoted(argument)
        let rest = rule.tokens[(place + 1)...]
        if let literal = rest.first {
            if rest.count == 1 {
                pattern += Self.quoted(literal)
            } else if let last = literal.last, rule.separators.contains(last) {
                pattern += Self.quoted(String(literal.dropLast()))
                pattern += "(\(Self.quoted(String(last))).*)?"
            } else {
                pattern += Self.quoted(literal) + ".*"
            }
        }
        return Self.matches(try NSRegularExpression(pattern: pattern + "$"), key)
    }

    private func generation(_ key: String, _ rule: Rule) -> String? {
        let segments = key.split(
            omittingEmptySubsequences: false, whereSeparator: rule.separators.contains)
        guard segments.count > 1, let last = segments.last, last.first == "v", last.count > 1,
            last.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return String(last)
    }

    // MARK: Reading a pattern

    private static func rule(_ resource: Resource, prefix: String) throws -> Rule {
        let tokens = try tokens(resource.pattern)
        var separators: Set<Character> = []
        for (index, token) in tokens.enumerated() where isPlaceholder(token) {
            if index > 0, let last = tokens[index - 1].last { separators.insert(last) }
            if index + 1 < tokens.count, let first = tokens[index + 1].first {
                separators.insert(first)
            }
        }
        separators.formIntersection(":/.-|_")
        if separators.isEmpty { separators = [":"] }
        // A placeholder as one private character, so that segments can be split as text.
        let marked = tokens.map { isPlaceholder($0) ? "\u{E000}" : $0 }.joined()
        let segments = marked.split(
            omittingEmptySubsequences: false, whereSeparator: separators.contains)
        let literal = segments.lastIndex { !$0.isEmpty && !$0.contains("\u{E000}") }
        let end = literal.map { segments[$0].endIndex } ?? marked.firstIndex(of: "\u{E000}")
        let identity = marked[..<(end ?? marked.endIndex)]
        let inside = literal == nil
        let count =
            literal.map { $0 + 1 }
            ?? identity.split(
                omittingEmptySubsequences: false, whereSeparator: separators.contains
            ).count
        let tail = inside ? ".*" : "($|[\(quoted(separators))].*)"
        let text =
            "^" + quoted(prefix)
            + identity.map {
                $0 == "\u{E000}" ? "[^\(quoted(separators))]+" : quoted(String($0))
            }.joined() + tail + "$"
        return Rule(
            name: resource.name, tokens: tokens, separators: separators, segments: count,
            belongs: try NSRegularExpression(pattern: text), hasCounter: resource.counter != nil)
    }

    /// Literal runs (a doubled brace as a private character) and placeholders with their braces.
    private static func tokens(_ pattern: String) throws -> [String] {
        let expression = try NSRegularExpression(pattern: "\\{\\{|\\}\\}|\\{[^{}]+\\}|[^{}]+")
        let whole = NSRange(pattern.startIndex..., in: pattern)
        var tokens: [String] = []
        for match in expression.matches(in: pattern, range: whole) {
            guard let range = Range(match.range, in: pattern) else { continue }
            let token = String(pattern[range])
                .replacing("{{", with: "\u{E001}").replacing("}}", with: "\u{E002}")
            if let last = tokens.last, !isPlaceholder(last), !isPlaceholder(token) {
                tokens[tokens.count - 1] = last + token
            } else {
                tokens.append(token)
            }
        }
        return tokens
    }

    private static func isPlaceholder(_ token: String) -> Bool {
        token.hasPrefix("{") && token.hasSuffix("}") && token.count > 2
    }

    private static func expression(_ token: String, _ separators: Set<Character>) -> String {
        isPlaceholder(token) ? "[^\(quoted(separators))]+" : quoted(token)
    }

    private static func quoted(_ separators: Set<Character>) -> String {
        separators.sorted().map { "\\\($0)" }.joined()
    }

    private static func quoted(_ text: String) -> String {
        NSRegularExpression.escapedPattern(for: plain(text))
    }

    private static func plain(_ text: String) -> String {
        text.replacing("\u{E001}", with: "{").replacing("\u{E002}", with: "}")
    }

    private static func matches(_ expression: NSRegularExpression, _ text: String) -> Bool {
        expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}

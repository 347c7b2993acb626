import Console
import FoundationEssentials
import Metrics

/// The YAML file of `--config`: the options by their long names, and the shop's caching policy.
///
/// Every key is known or refused by name: a misspelt `read-only` must not be ignored.
struct ConfigurationFile {
    /// By the option's long name, as text; `meilisearch` has no option.
    private(set) var options: [String: String] = [:]
    private(set) var policy: CachePolicy?
    /// `alerts`: the rules that are other than by themselves.
    private(set) var alerts = AlertSettings()
    static let optionNames = [
        "redis", "tls-ca", "tls-cert", "tls-key", "tls-servername", "tls-insecure",
        "revalidate-url", "events",
        "events-line", "log", "log-level", "since",
        "interval", "read-only", "no-color", "no-values", "no-mouse", "ascii", "max-purge-keys",
        "purge-batch",
        "pace", "as",
        "audit-file", "allow-plain-http", "insight", "meilisearch", "on-alert", "bell",
        "line-speed",
    ]

    init() {}

    init(path: String) throws(Ending) {
        do {
            try read(try ConfigurationText(path: path).text)
        } catch let ending as Ending {
            throw ending
        } catch let problem as Problem {
            throw Ending(.failed, "in \(path): \(problem.sentence)")
        } catch {
            throw Ending(.failed, "\(path) is no valid YAML: \(error).")
        }
    }

    struct Problem: Error { let sentence: String }

    private mutating func read(_ text: String) throws {
        guard let node = try YAMLReader.read(text) else { return }
        guard let mapping = node.mapping else {
            throw Problem(sentence: "expected 'name: value' lines at the top level.")
        }
        var alerts: YAMLNode?
        for (key, value) in mapping {
            let name = key.string ?? ""
            switch name {
            case "policy": policy = try Self.policy(value)
            case "alerts": alerts = value
            case "environment":
                let word = value.string ?? ""
                guard Settings.environments.contains(word) else {
                    throw Problem(
                        sentence:
                            "environment is '\(word)'; use production, staging or development.")
                }
                options["env"] = word
            case "forbid": options["forbid"] = try Self.words(value, of: name)
            case _ where Self.optionNames.contains(name):
                guard let scalar = value.string else {
                    throw Problem(sentence: "'\(name)' needs a single value.")
                }
                options[name] = scalar
            default:
                throw Problem(
                    sentence:
                        "'\(name)' is no setting; known are alerts, environment, forbid, policy, "
                        + Self.optionNames.joined(separator: ", ") + ".")
            }
        }
        // It names resources of the policy.
        if let alerts {
            self.alerts = try AlertsSection(alerts, policy: policy ?? .standard).settings
        }
    }

    /// A list, `[global, pattern]`, or one word.
    private static func words(_ node: YAMLNode, of name: String) throws -> String {
        try list(node, of: name).joined(separator: ",")
    }

    private static func list(_ node: YAMLNode, of name: String) throws -> [String] {
        let nodes = node.sequence ?? [node]
        return try nodes.map { node in
            guard let word = node.string else {
                throw Problem(sentence: "'\(name)' needs a list of words, as in [global, pattern].")
            }
            return word
        }
    }

    private static func policy(_ node: YAMLNode) throws -> CachePolicy {
        guard let mapping = node.mapping else {
            throw Problem(sentence: "'policy' needs 'key-prefix' and 'resources'.")
        }
        var policy = CachePolicy.standard
        for (key, value) in mapping {
            switch key.string {
            case "key-prefix":
                policy.keyPrefix = try Self.text(value, of: "key-prefix") ?? ""
            case "resources":
                guard let list = value.sequence else {
                    throw Problem(sentence: "'resources' must be a list, each with a '-'.")
                }
                policy.resources = try list.map(resource)
            default:
                throw Problem(sentence: "'\(key.string ?? "")' is not known in 'policy'.")
            }
        }
        if let problem = policy.problem { throw Problem(sentence: problem) }
        return policy
    }

    /// A single value; nil for YAML's nulls (`~`, `null`, nothing), which mean that it is left out.
    /// A list or a mapping must not become another policy without a word.
    private static func text(_ node: YAMLNode?, of what: String) throws -> String? {
        guard let node else { return nil }
        guard let text = node.string else {
            throw Problem(sentence: "\(what) needs a single value, not a list or a mapping.")
        }
        return node.isNull ? nil : text
    }

    private static func resource(_ node: YAMLNode) throws -> Resource {
        guard let mapping = node.mapping, let name = try text(mapping["name"], of: "'name'") else {
            throw Problem(sentence: "each resource needs a 'name'.")
        }
        func field(_ field: String) throws -> String? {
            try text(mapping[field], of: "'\(field)' of '\(name)'")
        }
        let known = [
            "name", "pattern", "ttl", "cdn", "stale-while-revalidate", "isr", "counter",
            "identifier", "also-in", "ttl-jitter",
        ]
        for (key, _) in mapping where !known.contains(key.string ?? "") {
            throw Problem(
                sentence: "resource '\(name)' has '\(key.string ?? "")'; known are "
                    + known.joined(separator: ", ") + ".")
        }
        func seconds(_ field: String) throws -> Int? {
            guard let text = try text(mapping[field], of: "'\(field)' of '\(name)'"),
                text != "none", !text.isEmpty
            else { return nil }
            guard let seconds = TypedSpan.seconds(text), seconds == seconds.rounded() else {
                throw Problem(
                    sentence: "'\(field)' of '\(name)' is '\(text)'; \(TypedSpan.hint), in whole "
                        + "seconds.")
            }
            return Int(seconds)
        }
        guard let ttl = try seconds("ttl") else {
            throw Problem(sentence: "resource '\(name)' needs a 'ttl', as in 'ttl: 60s'.")
        }
        let counter = try field("counter")
        if mapping["pattern"] != nil, try field("pattern") == nil {
            throw Problem(sentence: "'pattern' of '\(name)' is empty; write one, or leave it out.")
        }
        return Resource(
            name: name, pattern: try field("pattern") ?? "\(name):{id}",
            ttlSeconds: ttl, cdnSeconds: try seconds("cdn"),
            swrSeconds: try seconds("stale-while-revalidate"), isrSeconds: try seconds("isr"),
            counter: counter == "none" ? nil : counter, identifier: try field("identifier"),
            alsoIn: try alsoIn(mapping["also-in"], of: name),
            ttlJitter: try jitter(field("ttl-jitter"), of: name))
    }

    private static func jitter(_ text: String?, of name: String) throws -> Double? {
        guard let text else { return nil }
        guard let share = Double(text), (0...0.9).contains(share) else {
            throw Problem(
                sentence:
                    "'ttl-jitter' of '\(name)' is '\(text)'; use a share of the TTL from 0 to "
                    + "0.9, as in 0.2.")
        }
        return share
    }

    private static func alsoIn(_ node: YAMLNode?, of name: String) throws -> [String] {
        if let node, node.sequence != nil { return try list(node, of: "also-in") }
        return try text(node, of: "'also-in' of '\(name)'").map { [$0] } ?? []
    }
}

/// The lists that can be written as CSV, by the names that `:export` takes.
enum ExportedList: String, Sendable, Hashable, CaseIterable {
    case overPolicy = "ttl-over"
    case withoutExpiry = "ttl-none"
    case missedKeys = "missed-keys"
    case resourceTable = "resources"
    case counters = "versions"
    case happenings = "timeline"

    static func meant(_ word: String) -> MeantName {
        MeantName(word, among: allCases.map(\.rawValue))
    }

    /// By its name, or by a beginning that only one has.
    static func named(_ word: String) -> ExportedList? {
        meant(word).name.flatMap { ExportedList(rawValue: $0) }
    }

    /// Whether it may be of one resource.
    var takesResource: Bool {
        switch self {
        case .overPolicy, .withoutExpiry, .missedKeys: true
        case .resourceTable, .counters, .happenings: false
        }
    }

    /// Whether it is always of one.
    var needsResource: Bool { self == .overPolicy || self == .withoutExpiry }
}

import Metrics

/// Keys of a resource that its policy does not expect.
package enum KeyListKind: String, Sendable, Hashable, CaseIterable {
    case overPolicy, withoutExpiry

    var title: String { self == .overPolicy ? "over policy" : "no expiry" }

    /// How many the last sweep counted.
    func count(in ttl: ResourceReport.TTL) -> Int {
        self == .overPolicy ? ttl.overPolicy : ttl.withoutExpiry
    }

    func examples(in ttl: ResourceReport.TTL) -> [ResourceReport.Example] {
        self == .overPolicy ? ttl.overPolicyExamples : ttl.withoutExpiryExamples
    }
}

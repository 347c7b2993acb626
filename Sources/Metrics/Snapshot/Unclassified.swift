/// Keys that belong to no resource: counted and shown, never dropped, never guessed.
package struct Unclassified: Sendable, Hashable, Codable {
    @Nullable package var keys: UInt64?
    @Nullable package var bytes: UInt64?
    /// Names of more than `longestExample` bytes are cut.
    package var examples: [String] = []
    static let longestExample = 512
    package var hits: UInt64 = 0
    package var misses: UInt64 = 0
    package var windows: [Window] = []

    package init() {}
}

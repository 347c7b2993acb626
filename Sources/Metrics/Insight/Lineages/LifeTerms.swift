/// How long a copy lives by policy, in milliseconds; from the jitter's last share on it may be over.
struct LifeTerms: Sendable {
    let longest: Int64
    let shortest: Int64

    init(_ resource: Resource) {
        longest = Int64(min(max(0, resource.ttlSeconds), 1 << 40)) * 1000
        let jitter = min(max(0, resource.ttlJitter ?? 0), 1)
        shortest = longest - Int64(Double(longest) * jitter)
    }
}

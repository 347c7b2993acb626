import Metrics

/// One stampede, and those of its resource.
struct StampedeRow: Sendable, Hashable {
    let stampede: Stampede
    let example: Stampede.Example
}

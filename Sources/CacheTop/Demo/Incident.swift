import ArgumentParser

/// Something that goes wrong in a shop's cache, made on the demo's own Redis so that it can be seen.
enum Incident: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// A script removes 400 products and publishes nothing.
    case silentRemoval = "silent-removal"
    /// A deployment raises the counter of the searches: every copy of them is dead at once.
    case deploy
    /// A warm script writes products for ten minutes instead of one, some for ever, and a trending list
    /// for two hours.
    case wrongTTL = "wrong-ttl"
    /// Pages that no one reads again fill the memory to its limit.
    case memoryGrowth = "memory-growth"
    /// The trending list goes once a second: all who want it load it at once.
    case stampede
    /// Someone empties the database.
    case flush

    var what: String {
        switch self {
        case .silentRemoval: "a script removes 400 products without announcing it"
        case .deploy: "a deployment raises version:search"
        case .wrongTTL: "a warm script writes wrong lifetimes"
        case .memoryGrowth: "pages that no one reads fill the memory"
        case .stampede: "the trending list is removed every second"
        case .flush: "someone empties the database"
        }
    }
}

/// Which module a target may import beside Swift itself: the arrows of the house.
///
/// The only place where this is written down (ARCHITECTURE.md tells it in words). A new import is a
/// decision: it is made by a line here, in the commit that needs it, and reviewed as one.
///
/// Foundation itself, beside FoundationEssentials, brings 45 MB of Unicode's data and code into what is installed:
/// only the storefront, whose database needs it, may import it.
enum AllowedImports {
    static let table: [String: Set<String>] = [
        // The pure branch: no socket, no clock, no terminal.
        "Metrics": ["FoundationEssentials", "DequeModule"],
        "Screen": [],
        "Dashboard": ["Metrics", "Screen"],

        // The I/O branch: neither panels nor state.
        "RedisClient": [
            "CHiredis", "DequeModule", "FoundationEssentials", "Logging", "NIOCore", "NIOPosix",
            "NIOSSL", "Synchronization",
        ],
        // The one executor of invalidations: no terminal, no HTTP server, no trail.
        "Invalidation": ["Metrics", "RedisClient", "Logging"],
        // NIOHTTP1 is the vocabulary of AsyncHTTPClient's requests and answers.
        "LiveCache": [
            "Invalidation", "Metrics", "RedisClient", "AsyncHTTPClient", "FoundationEssentials",
            "Glibc", "Logging",
            "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "Synchronization",
        ],

        // What both programs do at a command line: no Redis I/O and no drawing. RedisClient for the
        // value `RedisEndpoint`, Metrics for `MeiliHost`, Screen for `DisplayText` (foreign text in a
        // sentence has one way to become printable); `wordsNotIn` keeps it at that.
        "Console": [
            "CYaml", "Metrics", "RedisClient", "Screen", "ArgumentParser", "Dispatch",
            "FoundationEssentials", "Glibc", "Logging", "Synchronization",
        ],

        // Where the branches meet, and the reference shop, which does not know the dashboard.
        // Synchronization: collectors post into the mailbox from their own threads.
        // Hummingbird, ServiceLifecycle: `cachetop serve` answers over HTTP.
        // CDispatch: one of the modules that define `stat` (FileFacts).
        "CacheTop": [
            "CDispatch", "CNcurses", "CTerminal", "Console", "Dashboard", "Invalidation",
            "LiveCache", "Metrics",
            "RedisClient", "Screen",
            "ArgumentParser", "Dispatch", "FoundationEssentials", "Glibc", "Hummingbird", "Logging",
            "ServiceLifecycle", "Synchronization",
        ],
        // Dispatch, Glibc, Synchronization: a server takes signals, and counts from many tasks.
        // NIOHTTP1, NIOPosix: headers and errors of the load's HTTP client.
        // ServiceLifecycle: how Hummingbird is told to end without leaving requests unanswered.
        "Storefront": [
            "CZlib", "Console", "Invalidation", "Metrics", "RedisClient", "ArgumentParser",
            "AsyncHTTPClient", "Dispatch",
            "Foundation", "GRDB", "Glibc", "HTTPTypes", "Hummingbird", "Logging", "NIOCore",
            "NIOHTTP1", "NIOPosix", "ServiceLifecycle", "Synchronization",
        ],

        // The C doors are headers; CTerminal is signal handlers.
        "CHiredis": [],
        "CNcurses": [],
        "CTerminal": [],
        "CYaml": [],
        "CZlib": [],
    ]

    /// Who may import the one may import the other: the smaller part of Foundation.
    static let equivalents = ["FoundationEssentials": "Foundation"]

    static func permits(_ module: String, in target: String) -> Bool {
        guard let allowed = table[target] else { return false }
        return module == "Swift" || allowed.contains(module)
            || equivalents[module].map(allowed.contains) == true
    }

    /// C libraries that exactly one file may import. That file may also use what the rest may not:
    /// `@unchecked Sendable`, `nonisolated(unsafe)`, `Task.detached`.
    static let doors: Set<String> = ["CHiredis", "CNcurses", "CTerminal", "CYaml", "CZlib"]

    /// Targets of values only.
    static let pure: Set<String> = ["Metrics", "Screen", "Dashboard"]

    /// Targets in which a trap would leave a terminal unrestored.
    static let trapless: Set<String> = ["Screen", "Dashboard", "CacheTop", "Console"]

    /// What a target must not use of the modules that it may import.
    static let wordsNotIn: [String: [String]] = [
        "Console": ["RedisConnection", "RedisSubscription", "RedisCommand", "Canvas"]
    ]
}

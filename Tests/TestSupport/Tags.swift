package import Testing

/// What a suite starts. Suites without a tag are values only, and quick.
extension Tag {
    /// A redis-server, or a script that plays one.
    @Tag package static var redis: Self
    /// A terminal, in tmux.
    @Tag package static var terminal: Self
    /// A server or a client that speaks HTTP.
    @Tag package static var http: Self
}

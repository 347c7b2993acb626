/// A Redis URL that can't be used, as a sentence that says what to write instead.
///
/// It quotes nothing of the URL: a password with an unescaped `/` or `@` in it would otherwise be
/// printed as a "host" or a "port".
package struct RedisURLError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

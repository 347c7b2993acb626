/// An error reply, in the server's words.
package struct RedisServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The first word of the line: `NOPERM`, `WRONGTYPE`, `ERR`; empty if the line begins otherwise.
    package let code: String
    /// The whole line, code included. Foreign text: it may hold any bytes that a key has.
    package let message: String

    package init(message: String) {
        self.message = message
        let word = message.prefix { $0 != " " }
        code = word.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) } ? String(word) : ""
    }

    init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

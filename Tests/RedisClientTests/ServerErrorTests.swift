import NIOCore
import Testing

@testable import RedisClient

/// What error replies mean, in the words of several versions of Redis.
@Suite struct ServerErrorTests {
    @Test(
        arguments: [
            ("NOPERM this user has no permissions to run the 'xread' command", .command),
            (
                "NOPERM this user has no permissions to run the 'config' command or its subcommand",
                .command
            ),
            ("NOPERM User ann has no permissions to run the 'get' command", .command),
            // A user with a name that reads like the other refusals.
            ("NOPERM User access-a-key has no permissions to run the 'get' command", .command),
            (
                "NOPERM this user has no permissions to access one of the keys used as arguments",
                .key
            ),
            ("NOPERM No permissions to access a key", .key),
            ("NOPERM User channel has no permissions to access the 'key' key", .key),
            (
                "NOPERM this user has no permissions to access one of the channels used as arguments",
                .channel
            ),
            ("NOPERM No permissions to access a channel", .channel),
            ("MOVED 3999 127.0.0.1:6381", nil), ("ERR unknown command 'XREAD'", nil),
            ("ERR you have no permissions to access a key", nil),
        ] as [(String, RedisServerError.Right?)])
    func whatIsRefusedIsKnown(words: String, right: RedisServerError.Right?) {
        #expect(RedisServerError(message: words).refusedRight == right)
    }

    /// What the system says, in words and not as an error's name.
    @Test(
        arguments: [
            (111, .refused, "refused"), (113, .unreachable, "no route"),
            (101, .unreachable, "no route"),
            (110, .connectTimeout, "in time"), (24, .tooManyFiles, "ulimit -n"),
            (104, .lost, "reset"),
        ] as [(CInt, RedisError.Kind, String)])
    func theSystemsErrorsHaveWords(code: CInt, kind: RedisError.Kind, says: String) {
        let endpoint = RedisEndpoint(address: .tcp(host: "h", port: 1))
        let error = RedisError(IOError(errnoCode: code, reason: "connect"), endpoint: endpoint)
        #expect(error.kind == kind)
        #expect("\(error)".contains(says) && !"\(error)".contains("errno"), "\(error)")
    }

    @Test(
        arguments: [
            ("XREAD", "+xread"), ("XINFO STREAM", "+xinfo|stream"),
            ("CLIENT SETNAME", "+client|setname"),
            ("PTTL and 2 others", nil), ("The connection", nil),
        ] as [(String, String?)])
    func aRightHasTheNameOfItsCommand(command: String, right: String?) {
        let error = RedisServerError(
            message: "NOPERM this user has no permissions to run the 'x' command")
        #expect(error.missingRight(for: command) == right)
    }
}

import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What a server answers that does not do it: never "done", and what to do next.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct RefusedPurgeTests {
    @Test(arguments: [
        ("READONLY You can't write against a read only replica.", "primary"),
        ("MOVED 1234 10.0.0.2:6379", "connect to that one"),
        ("ASK 1234 10.0.0.2:6379", "connect to that one"),
        ("CROSSSLOT Keys in request don't hash to the same slot", "--purge-batch 1"),
        ("OOM command not allowed when used memory > 'maxmemory'.", "raise maxmemory"),
        ("LOADING Redis is loading the dataset in memory", "try again"),
        ("MASTERDOWN Link with MASTER is down", "repair that first"),
        ("CLUSTERDOWN The cluster is down", "repair that first"),
        ("MISCONF Redis is configured to save RDB snapshots", "repair that first"),
        ("NOPERM this user has no permissions to run the 'unlink' command", "+unlink"),
        ("NOPERM this user has no permissions to access one of the keys", "~PATTERN"),
        ("WRONGTYPE Operation against a key holding the wrong kind", "an integer"),
    ])
    func everyRefusalSaysWhatToDo(words: String, advice: String) {
        let error = RedisError(
            .server, endpoint: "redis://r", attempted: "UNLINK", message: words,
            serverError: RedisServerError(message: words))
        #expect(error.advised.contains(advice), "\(error.advised)")
        #expect(error.advised.contains(words))
    }

    /// A full server takes no INCR; UNLINK it does, and that is the way out.
    @Test func aFullServer() async throws {
        let options = RedisServer.Options {
            $0.arguments = ["--maxmemory", "1", "--maxmemory-policy", "noeviction"]
        }
        try await withRedis(options) { server in
            let invalidator = server.invalidator()
            let bump = await invalidator.purge(try invalidator.plan(.search))
            #expect(bump.outcome == .notDone)
            #expect(bump.message.contains("raise maxmemory"), "\(bump.message)")
            let trending = await invalidator.purge(try invalidator.plan(.trending))
            #expect(trending.outcome == .done, "\(trending.message)")
        }
    }
}

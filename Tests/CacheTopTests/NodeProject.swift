import Foundation
import TestSupport
import Testing

/// A small shop in JavaScript, in a temporary folder: the files that docs/publish-events.md tells a
/// shop to make, run by node with Debian's `redis` package against a real Redis.
final class NodeProject: Sendable {
    let folder: String

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func document(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    init() throws {
        folder = NSTemporaryDirectory() + "/cachetop-node-\(UUID().uuidString)"
        try write(#"{"type":"module"}"#, to: "package.json")
        try write(Self.document("docs/publish-events.mjs"), to: "lib/publish-events.mjs")
        // Modules are looked for beside the project; what they require, where Debian puts it.
        try FileManager.default.createDirectory(
            atPath: "\(folder)/node_modules", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/node_modules/redis", withDestinationPath: "/usr/share/nodejs/redis")
    }

    /// Stands in for the two functions of Next.js, which runs only in its own server: they write down
    /// what they are called with, in `globalThis.calls`.
    func writeStubOfNext() throws {
        try write(
            #"{"name":"next","type":"module","exports":{"./cache":"./cache.mjs"}}"#,
            to: "node_modules/next/package.json")
        try write(
            """
            globalThis.calls = [];
            export const revalidateTag = (tag) => { globalThis.calls.push(`tag ${tag}`); };
            export const revalidatePath = (...path) => { globalThis.calls.push(`path ${path.join(' ')}`); };
            """, to: "node_modules/next/cache.mjs")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ text: String, to path: String) throws {
        let file = URL(filePath: folder).appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// The page's code, by the file name in its first line.
    func writeFilesOfThePage() throws {
        let page = try Self.document("docs/publish-events.md")
        try writeStubOfNext()
        let blocks = page.matches(of: /(?s)```js\n\/\/ ((?:lib|app)\/[^\n]+)\n(.*?)```/)
        #expect(blocks.count == 3)
        for block in blocks { try write(String(block.2), to: String(block.1)) }
    }

    /// Runs a script after `preamble` to its end and returns what it said, a JSON object.
    func run<Said: Decodable>(
        _ script: String, on server: RedisServer, as type: Said.Type = Said.self,
        preamble: String = preamble, environment: [String: String] = [:]
    ) async throws -> Said {
        try write(preamble + script, to: "script.mjs")
        let variables = ["NODE_PATH": "/usr/share/nodejs", "REDIS_SOCKET": server.socketPath]
        let result = try await Executable.env.run(
            ["node", "script.mjs"],
            environment: variables.merging(environment) { $1 }, in: folder)
        try #require(
            result.status == 0,
            "node and the redis package of Debian (Scripts/install-packages.sh): \(result.errors)")
        return try JSONDecoder().decode(type, from: Data(result.output.utf8))
    }

    // MARK: Steps of a script and a test, in turn

    func mark(_ name: String) throws { try write("", to: name) }

    /// Waits until the script has come so far.
    func reached(_ name: String) async throws {
        let due = ContinuousClock.now + .seconds(40)
        while !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            try #require(.now < due, "the script does not come to '\(name)'")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    static let steps = """
        import { existsSync, writeFileSync } from 'node:fs';
        setTimeout(() => { console.error('too long'); process.exit(9); }, 50_000).unref();
        const until = async (holds) => {
          while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
        };
        const mark = (name) => writeFileSync(name, '');
        const reached = (name) => until(() => existsSync(name));
        const end = (said) => { console.log(JSON.stringify(said)); process.exit(0); };

        """

    /// A connected client, and what is in the stream: a list of fields and values per entry.
    static let preamble =
        steps + """
            import { createClient } from 'redis';
            import { cacheEvents } from './lib/publish-events.mjs';
            const redis = createClient({ socket: { path: process.env.REDIS_SOCKET } });
            redis.on('error', () => {});
            await redis.connect();
            const entries = async () =>
              (await redis.sendCommand(['XRANGE', 'cache:events', '-', '+'])).map(([, fields]) => fields);

            """
}

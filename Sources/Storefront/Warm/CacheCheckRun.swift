import Console
import Metrics
import NIOHTTP1

/// Asks each endpoint once, and then five times more, over one connection that is open already: the
/// first request must not be slower for having to connect.
struct CacheCheckRun: Sendable {
    static let again = 5
    /// The copy is written behind the first answer.
    static let pause = Duration.milliseconds(100)

    let target: ShopTarget
    let endpoints: [CacheCheck.Endpoint]

    /// - Throws: a sentence, when nothing answers at all.
    func run() async throws(Ending) -> [CacheCheck] {
        let result = await ShopClient.with(target, connections: 1) { client in
            do throws(Ending) {
                try await client.waitUntilThere(seconds: 0, stop: StopSignal())
            } catch {
                return Result<[CacheCheck], Ending>.failure(error)
            }
            var checks: [CacheCheck] = []
            for endpoint in endpoints { checks.append(await check(endpoint, client)) }
            return .success(checks)
        }
        return try result.get()
    }

    /// Up to three times, while a HIT is no faster and there is something else to ask for.
    private func check(
        _ endpoint: CacheCheck.Endpoint, _ client: ShopClient
    ) async -> CacheCheck {
        let check = await once(endpoint, client)
        guard case .noFaster = check.verdict, let path = endpoint.alternatives.first else {
            return check
        }
        var next = endpoint
        next.path = path
        next.alternatives.removeFirst()
        return await self.check(next, client)
    }

    private func once(
        _ endpoint: CacheCheck.Endpoint, _ client: ShopClient
    ) async -> CacheCheck {
        let first = await look(endpoint, client)
        try? await Task.sleep(for: Self.pause)
        var later: [Result<CacheLook, NoAnswer>] = []
        for _ in 0..<Self.again { later.append(await look(endpoint, client)) }
        return CacheCheck(endpoint: endpoint, first: first, later: later)
    }

    private func look(
        _ endpoint: CacheCheck.Endpoint, _ client: ShopClient
    ) async -> Result<CacheLook, NoAnswer> {
        let start = ContinuousClock.now
        do throws(NoAnswer) {
            let answer = try await client.get(endpoint.path)
            let elapsed = ContinuousClock.now - start
            return .success(
                CacheLook(
                    status: answer.status,
                    cache: answer.headers.first(name: "x-cache").map(Self.printable),
                    cacheControl: answer.headers.first(name: "cache-control").map(Self.printable),
                    milliseconds: elapsed / .milliseconds(1)))
        } catch {
            return .failure(error)
        }
    }

    /// At most 60 characters of ASCII: a header is foreign text.
    static func printable(_ header: String) -> String {
        String(
            header.unicodeScalars.prefix(60).map { scalar in
                (32..<127).contains(scalar.value) ? Character(scalar) : "?"
            })
    }

    static func table(_ checks: [CacheCheck]) -> String {
        let rows =
            [["endpoint", "first", "then", "Cache-Control", "verdict"]]
            + checks.map { check in
                let first = try? check.first.get()
                return [
                    check.endpoint.name, cell(first, first?.milliseconds),
                    cell(check.second, check.laterMilliseconds),
                    first?.cacheControl ?? Format.absent, word(check.verdict),
                ]
            }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                index == row.count - 1
                    ? cell.0 : cell.0 + String(repeating: " ", count: cell.1 - cell.0.count + 2)
            }.joined()
        }.joined(separator: "\n")
    }

    private static func cell(_ look: CacheLook?, _ milliseconds: Double?) -> String {
        let time = milliseconds.map { " " + CacheCheck.text($0) } ?? ""
        return (look?.cache ?? Format.absent) + time
    }

    private static func word(_ verdict: CacheCheck.Verdict) -> String {
        switch verdict {
        case .pass: "PASS"
        case .alreadyCached: "PASS (already cached)"
        case .noFaster, .fail: "FAIL"
        }
    }
}

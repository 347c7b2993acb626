import Foundation
import TestSupport
import Testing

/// MEILI_HOST at both programs: with and without a scheme.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct SearchVariableTests {
    static let forms = [
        "127.0.0.1:{port}", "http://127.0.0.1:{port}/", "\"127.0.0.1:{port}\"\r",
    ]

    private func withSearchEngine(_ body: (Int) async throws -> Void) async throws {
        let answer = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        try await RedisServerScript.serve(answer: [Array(answer.utf8)], closes: true, body)
    }

    @Test(arguments: forms) func cachetopAsksIt(form: String) async throws {
        try await withRedis { server in
            try await withSearchEngine { port in
                let result = try await Executable.cachetop.run(
                    ["snapshot", "--events", "none"],
                    environment: [
                        "REDIS_URL": "unix://\(server.socketPath)",
                        "MEILI_HOST": form.replacing("{port}", with: "\(port)"),
                    ])
                #expect(result.status == 0)
                #expect(result.output.contains("HTTP 503"), "\(result.errors)")
            }
        }
    }

    @Test(arguments: forms) func theStorefrontAsksIt(form: String) async throws {
        try await withRedis { server in
            try await withSearchEngine { port in
                let arguments = [
                    "serve", "--redis", "unix://\(server.socketPath)", "--products", "60",
                    "--catalogue", "\(server.folder)/shop.sqlite", "--port", "0",
                ]
                let environment = [
                    "REVALIDATE_SECRET": "0123456789abcdef",
                    "MEILI_HOST": form.replacing("{port}", with: "\(port)"),
                ]
                try await RunningProgram.with(.storefront, arguments, environment: environment) {
                    program in
                    try await program.waitFor(text: "storefront listens on ")
                    let address = program.output.split(separator: ":").last ?? ""
                    let health = try await Executable.env.run([
                        "bash", "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/$0; printf 'GET /health HTTP/1.1\\r\\nHost: shop"
                            + "\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3",
                        address.trimmingCharacters(in: .whitespacesAndNewlines),
                    ])
                    #expect(health.output.contains("Meilisearch is not available."))
                }
            }
        }
    }

    @Test func noAddressIsRefusedWithoutItsWords() async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": "unix://\(server.socketPath)", "MEILI_HOST": "ftp://ann:sesame@s",
                "REVALIDATE_SECRET": "0123456789abcdef",
            ]
            for (program, arguments) in [
                (Executable.cachetop, ["snapshot"]), (.storefront, ["serve", "--port", "0"]),
            ] {
                let result = try await program.run(arguments, environment: environment)
                #expect(result.status == 2)
                #expect(result.errors.contains("MEILI_HOST") && !result.errors.contains("sesame"))
            }
        }
    }
}

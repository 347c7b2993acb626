import Foundation
import Glibc
import RedisClient

/// What a test server needs before it runs: arguments, ports, certificates, patience.
extension RedisServer {
    var arguments: [String] {
        if options.sentinelOfPort != nil { return ["sentinel.conf", "--sentinel"] }
        var list = [
            "--port", "\(port ?? 0)", "--unixsocket", "redis.sock", "--save", "",
            "--appendonly", "no", "--loglevel", "warning", "--daemonize", "no", "--dir", ".",
            "--bind", "127.0.0.1", "--databases", "16", "--repl-diskless-sync-delay", "0",
        ]
        if let tlsPort {
            list += [
                "--tls-port", "\(tlsPort)", "--tls-cert-file", "server.pem", "--tls-key-file",
                "server.key", "--tls-ca-cert-file", "ca.pem", "--tls-auth-clients", "no",
            ]
        }
        if let password = options.password {
            list += ["--requirepass", password, "--masterauth", password]
        }
        if let port = options.replicaOfPort { list += ["--replicaof", "127.0.0.1 \(port)"] }
        for user in options.users {
            list += ["--user"] + user.split(separator: " ").map(String.init)
        }
        return list + options.arguments
    }

    /// A Sentinel takes its masters from a file only.
    func writeSentinelFile() throws {
        guard let master = options.sentinelOfPort else { return }
        let lines = """
            port \(port ?? 0)
            bind 127.0.0.1
            unixsocket redis.sock
            loglevel warning
            sentinel monitor mymaster 127.0.0.1 \(master) 1

            """
        try lines.write(toFile: "\(folder)/sentinel.conf", atomically: true, encoding: .utf8)
    }

    /// Nothing tells when a server has opened its sockets, so this asks every few milliseconds.
    func waitUntilItAnswers() async throws {
        let due = ContinuousClock.now + .seconds(60)
        while true {
            do {
                let connection = try await RedisConnection.connect(to: endpoint)
                return await connection.close()
            } catch  where error.isServerReply {
                return
            } catch {
                let log = try? String(
                    contentsOfFile: "\(folder)/redis.log", encoding: .utf8)
                guard ContinuousClock.now < due, !Self.isFatal(log ?? "") else {
                    throw Failure(description: "redis-server does not start: \(error) \(log ?? "")")
                }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    private static func isFatal(_ log: String) -> Bool {
        ["FATAL CONFIG", "Critical error", "Failed "].contains { log.contains($0) }
    }

    /// An authority (ca.pem) and the certificates of the server and of a client that it signed.
    static func makeCertificates(in folder: String, _ options: Options) async throws {
        let dates = options.certificateDates.map { "-startdate \($0.start) -enddate \($0.end)" }
        let configuration = """
            [req]
            distinguished_name = dn
            prompt = no
            [dn]
            CN = cachetop tests
            [ca]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign
            subjectKeyIdentifier = hash
            [server]
            basicConstraints = CA:FALSE
            subjectAltName = \(options.certificateNames.joined(separator: ", "))
            [client]
            basicConstraints = CA:FALSE
            [sign]
            database = index.txt
            serial = serial
            new_certs_dir = .
            default_md = sha256
            policy = name
            unique_subject = no
            [name]
            commonName = supplied

            """
        try configuration.write(
            toFile: "\(folder)/openssl.cnf", atomically: true, encoding: .utf8)
        let new = "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        let openssl = try RedisServerShell(
            """
            set -e; exec 2>openssl.log
            \(new) -x509 -days 2 -config openssl.cnf -extensions ca -keyout ca.key -out ca.pem
            touch index.txt; echo 01 >serial
            for name in server client; do
            \(new) -config openssl.cnf -subj /CN=redis -keyout $name.key -out $name.csr
            test $name = server && dates="\(dates ?? "-days 2")" || dates="-days 2"
            openssl ca -batch -notext -config openssl.cnf -name sign -cert ca.pem -keyfile ca.key \
            -in $name.csr -out $name.pem -extensions $name $dates
            done
            """, in: folder)
        openssl.closeInput()
        guard try await openssl.wait() == 0 else {
            throw Failure(description: "openssl failed, see openssl.log in \(folder)")
        }
    }

    func signal(_ name: String, to pid: Int32) {
        let number = ["KILL": SIGKILL, "STOP": SIGSTOP, "CONT": SIGCONT][name]
        if let number { _ = kill_(pid, number) }
    }
}

/// `kill(2)`, which the method of the same name hides.
private func kill_(_ pid: Int32, _ signal: Int32) -> Int32 { kill(pid, signal) }

package import ArgumentParser

/// Which Redis, and how its certificate is verified: the options that both programs have.
/// `SettingLookup.endpoint` reads them together with the variables and the configuration file.
package struct RedisOptions: ParsableArguments {
    @Option(
        name: .customLong("redis"),
        help: ArgumentHelp(
            "Which Redis: redis://, rediss:// (TLS) or unix://, with user and database.",
            discussion: """
                Without it $REDIS_URL, else redis://127.0.0.1:6379/0. The password comes from \
                REDIS_PASSWORD, else from REDIS_URL, never from here: arguments are public.
                """,
            valueName: "url"))
    package var url: String?

    @Option(
        name: .customLong("tls-ca"),
        help: ArgumentHelp("Trust the authorities in this PEM file.", valueName: "file"))
    package var tlsCA: String?

    @Option(
        name: .customLong("tls-cert"),
        help: ArgumentHelp(
            "Show the server this certificate (PEM), where it demands one.", valueName: "file"))
    package var tlsCert: String?

    @Option(
        name: .customLong("tls-key"),
        help: ArgumentHelp(
            "Its private key (PEM, no passphrase). Default: in the file of --tls-cert.",
            valueName: "file"))
    package var tlsKey: String?

    @Option(
        name: .customLong("tls-servername"),
        help: ArgumentHelp(
            "Ask for this name, and expect it in the certificate.", valueName: "name"))
    package var tlsServerName: String?

    @Flag(
        name: .customLong("tls-insecure"),
        help: "Do not verify the certificate. The dashboard's header says so.")
    package var tlsInsecure = false

    package init() {}

    /// One of them is on the command line.
    var hasTLS: Bool {
        tlsInsecure || [tlsCA, tlsCert, tlsKey, tlsServerName].contains { $0 != nil }
    }
}

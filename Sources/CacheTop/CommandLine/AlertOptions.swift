import ArgumentParser
import Console

/// What commands that keep watching do when an alert begins.
struct AlertOptions: ParsableArguments {
    @Option(
        name: .customLong("on-alert"),
        help: ArgumentHelp(
            "Run this executable when an alert begins, worsens or ends.",
            discussion: """
                One path, no arguments. It gets a JSON document on standard input, and no variable that \
                begins with REDIS_, REVALIDATE_, MEILI_ or PG. It is ended after 10 s; one runs at a \
                time, and one a minute for each rule. What it writes is discarded; none: do not run one.
                """,
            valueName: "path"))
    var onAlert: String?
}

import ArgumentParser

/// Of the dashboard alone: what the line to the terminal carries.
struct LineOption: ParsableArguments {
    @Option(
        name: .customLong("line-speed"),
        help: ArgumentHelp(
            "For a slow line: how many bytes a second it carries, as 2K, 10K. Default: no limit.",
            discussion: """
                The screen is then sent row by row, no faster than that, so that a key's effect does \
                not wait behind older frames. Figures without a key pressed take half of the line.
                """,
            valueName: "bytes"))
    var lineSpeed: String?
}

import ArgumentParser

/// Of the dashboard alone: a program without a terminal has no bell.
struct BellOption: ParsableArguments {
    @Flag(help: "Sound the terminal's bell, once when an alert begins.")
    var bell = false
}

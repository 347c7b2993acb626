import FoundationEssentials

/// The bytes that ask a terminal to put a text into its clipboard: OSC 52, in base64.
///
/// A multiplexer between cachetop and the terminal may keep it for itself. tmux takes it with `set-clipboard
/// on`, and passes on what is wrapped, with `allow-passthrough on`; GNU screen passes on what is wrapped. Which
/// one it is, its own variable says: wrapped for the wrong one it would be printed.
nonisolated struct ClipboardRequest {
    let bytes: [UInt8]

    /// GNU screen drops longer strings.
    private static let longestForScreen = 512

    init(
        _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let encoded = Data(text.utf8).base64EncodedString()
        let plain = "\u{1B}]52;c;\(encoded)\u{07}"
        var all = plain
        if environment["TMUX"]?.isEmpty == false {
            let doubled = plain.replacing("\u{1B}", with: "\u{1B}\u{1B}")
            all += "\u{1B}Ptmux;\(doubled)\u{1B}\\"
        } else if environment["STY"]?.isEmpty == false, plain.utf8.count <= Self.longestForScreen {
            all = "\u{1B}P\(plain)\u{1B}\\"
        }
        bytes = Array(all.utf8)
    }
}

import Testing

@testable import CacheTop

/// The bytes of OSC 52, alone and through a multiplexer.
@Suite struct ClipboardRequestTests {
    private func text(_ name: String, _ environment: [String: String] = [:]) -> String {
        String(decoding: ClipboardRequest(name, environment: environment).bytes, as: UTF8.self)
    }

    @Test func theRequestIsBase64() {
        #expect(text("product:42") == "\u{1B}]52;c;cHJvZHVjdDo0Mg==\u{07}")
        #expect(text("größe:日") == "\u{1B}]52;c;Z3LDtsOfZTrml6U=\u{07}")
    }

    /// tmux may take it itself, or pass on what is wrapped: both are sent, with each Esc doubled.
    @Test func throughTmux() {
        let plain = "]52;c;cHJvZHVjdDo0Mg==\u{07}"
        #expect(
            text("product:42", ["TMUX": "/tmp/tmux-0/default,1,0"])
                == "\u{1B}\(plain)\u{1B}Ptmux;\u{1B}\u{1B}\(plain)\u{1B}\\")
    }

    /// GNU screen prints a string that is too long for it: then it gets none.
    @Test func throughScreen() {
        #expect(
            text("a", ["STY": "1.pts"]) == "\u{1B}P\u{1B}]52;c;YQ==\u{07}\u{1B}\\")
        let long = String(repeating: "x", count: 500)
        #expect(text(long, ["STY": "1.pts"]).hasPrefix("\u{1B}]52;c;"))
        #expect(text("a", ["TMUX": "", "STY": ""]) == "\u{1B}]52;c;YQ==\u{07}")
    }

    /// Whatever is in a name, between the request's own bytes are only those of base64.
    @Test(arguments: [
        "\u{1B}]0;x\u{07}", "\n\r\t", "\u{9C}\u{202E}", String(repeating: "é", count: 2000),
    ])
    func noNameEndsTheRequest(name: String) {
        let inside = text(name).dropFirst(7).dropLast()
        let base64 = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
        #expect(inside.allSatisfy(base64.contains))
    }
}

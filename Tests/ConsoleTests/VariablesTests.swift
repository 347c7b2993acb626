import Console
import Testing

@Suite struct VariablesTests {
    @Test(
        arguments: [
            ("true", "true"), ("true\r", "true"), ("true\r\n", "true"), ("\ttrue \n", "true"),
            ("\u{A0}true", "true"), ("\"true\"", "true"), ("'true'", "true"),
            ("\"true\"\r\n", "true"), ("' true '", "true"), ("a b", "a b"), ("\"", "\""),
            ("\"a'", "\"a'"), ("\"'a'\"", "'a'"), ("", nil), ("\r\n", nil), ("\"\"", nil),
        ] as [(String, String?)])
    func whatSurroundsASettingIsTakenOff(value: String, expected: String?) {
        #expect(Variables(["A": value]).text("A") == expected)
    }

    @Test(
        arguments: [
            ("a b", "a b"), (" a ", " a "), (" a \r\n", " a "), ("\na", "a"), ("\"a\"", "\"a\""),
            ("", nil), ("\r", nil), (" ", " "),
        ] as [(String, String?)])
    func aSecretLosesOnlyLineEnds(value: String, expected: String?) {
        #expect(Variables(["A": value]).secret("A") == expected)
    }

    @Test func whatIsNotSetIsNil() {
        #expect(Variables([:]).text("A") == nil)
        #expect(Variables([:]).secret("A") == nil)
    }

    @Test func aFlagThatIsNoneShowsWhatCanNotBeSeen() throws {
        let lookup = SettingLookup(["CACHETOP_READ_ONLY": "tr\u{200B}ue"])
        let ending = try #require(throws: Ending.self) { try lookup.flag("read-only", false) }
        #expect(ending.status == .usedWrongly)
        #expect(
            ending.description == #"CACHETOP_READ_ONLY is 'tr\u200Bue'; use true or false."#)
    }

    @Test(arguments: [
        (nil, "variable", "variable"), ("option", "variable", "option"), (nil, "\r\n", "file"),
        ("", "variable", ""),
    ])
    func anOptionWinsOverAVariableOverTheFile(
        option: String?, variable: String, expected: String
    ) {
        let lookup = SettingLookup(["CACHETOP_TLS_CA": variable], file: ["tls-ca": "file"])
        #expect(lookup.text("tls-ca", option) == expected)
    }
}

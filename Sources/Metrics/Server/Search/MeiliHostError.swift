package struct MeiliHostError: Error, CustomStringConvertible {
    /// Follows the name of the setting.
    package let problem =
        "is not an http or https address; write it as in http://search:7700, or leave it out."

    package var description: String { "MEILI_HOST \(problem)" }
}

package struct MeiliHostError: Error, CustomStringConvertible {
    package let description =
        "MEILI_HOST is not an http or https address; write it as in http://search:7700, or leave it out."
}

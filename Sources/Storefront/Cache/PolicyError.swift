struct PolicyError: Error, CustomStringConvertible {
    let description: String
}

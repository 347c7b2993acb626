/// A key that matters in a view, for the footer.
struct ViewHint {
    let key: String
    let words: String
    let command: Command

    init(_ key: String, _ words: String, _ command: Command) {
        (self.key, self.words, self.command) = (key, words, command)
    }
}

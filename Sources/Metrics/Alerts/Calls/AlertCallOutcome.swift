/// What became of one run of the command of `--on-alert`.
package struct AlertCallOutcome: Sendable, Hashable {
    package var path: String
    /// Which rule's alerts it was told.
    package var rule: String
    /// Why it did not do its work, as the end of a sentence without its full stop; nil: it did.
    package var failure: String?

    package init(path: String, rule: String, failure: String?) {
        self.path = path
        self.rule = rule
        self.failure = failure
    }
}

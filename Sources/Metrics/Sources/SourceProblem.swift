/// Why a source gave nothing when it was asked.
package struct SourceProblem: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// This user may not ask.
        case refused
        /// The server answers, but does not report this.
        case notTold
        /// There is no connection, the source has ended, or the server can't answer at the moment.
        case lost
        /// It does not exist yet, and is waited for.
        case pending
    }

    package var kind: Kind
    /// The server's words, or a sentence of ours.
    package var why: String

    package init(_ kind: Kind, _ why: String) {
        self.kind = kind
        self.why = why
    }
}

/// The secret of `POST /api/revalidate`, of which only the digest is kept.
///
/// Two digests are compared over their whole length, so that the time gives nothing away about how much of
/// a guess was right; nor about the secret's length.
struct Secret: Sendable {
    static let minimumLength = 16
    /// A letter that is repeated, or blanks, are guessed first.
    static let minimumVariety = 6

    private let digest: [UInt8]

    /// nil: too short, or of too few different characters, to be one.
    init?(_ text: String) {
        guard text.count >= Self.minimumLength,
            Set(text.filter { !$0.isWhitespace }).count >= Self.minimumVariety
        else { return nil }
        digest = SHA256.hash(Array(text.utf8))
    }

    func matches(_ guess: String) -> Bool {
        let other = SHA256.hash(Array(guess.utf8))
        return zip(digest, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

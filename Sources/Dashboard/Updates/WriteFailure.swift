/// Why a file could not be written, as a sentence for the footer.
package struct WriteFailure: Error, Sendable, Hashable {
    package var sentence: String
    package init(_ sentence: String) { self.sentence = sentence }
}

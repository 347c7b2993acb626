/// What `:export` is asked for: a list, whose, and the file that it goes to.
struct ExportRequest: Sendable, Hashable {
    var list: String
    var resource: String?
    /// nil: a name of its own in the current folder.
    var file: String?

    /// `ttl-over product`, `ttl-over product file.csv`, `ttl-over product.csv`. nil: it can't be read.
    init?(_ words: [String]) {
        guard let list = words.first, words.count <= 3 else { return nil }
        self.list = list
        for word in words.dropFirst() {
            if word.hasSuffix(".csv"), file == nil {
                file = word
            } else if resource == nil, file == nil {
                resource = word
            } else {
                return nil
            }
        }
    }

    /// The file's name without its folder and ending: `product` of `./product.csv`.
    var stem: String? {
        file?.split(separator: "/").last.map { String($0.dropLast(".csv".count)) }
    }
}

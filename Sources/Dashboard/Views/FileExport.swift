package import Metrics

/// A list as a file: RFC 4180, one header line.
package struct FileExport: Sendable, Hashable {
    /// What it is of, as a part of the file's name: `missed-keys`.
    package var name: String
    package var at: Timestamp
    /// For the sentence afterwards: `50 of at least 1,234 keys`.
    package var contents: String
    package var bytes: [UInt8]
    /// The file that the operator named; nil: a name of its own.
    package var file: String?

    init(name: String, at: Timestamp, contents: String, header: [String], rows: [[CSV.Cell]]) {
        // A policy names its resources freely; a file's name must not lead elsewhere.
        self.name = String(
            name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" ? $0 : "_" })
        self.at = at
        self.contents = contents
        bytes = CSV.document(header: header, rows: rows)
    }

    /// `./cachetop-missed-keys-20261126T030712Z.csv`
    package var path: String {
        if let file { return file }
        let stamp = at.description.prefix(19).filter { $0 != "-" && $0 != ":" }
        return "./cachetop-\(name)-\(stamp)Z.csv"
    }
}

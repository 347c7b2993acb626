extension FindingRule {
    /// Copies are written that nobody asks for: a warm script that warms the wrong things, or too many.
    package static let writtenUnread = FindingRule("writtenUnread") { snapshot in
        snapshot.resources.compactMap { resource in
            guard let unread = resource.neverRead, unread.sampled >= 20,
                unread.unaskedShare - unread.error >= 0.2
            else { return nil }
            let size = unread.bytes.map { ", and take \(Format.bytes($0))" } ?? ""
            return Finding(
                .warning, resource: resource.name, confidence: .likely,
                evidence: .known([
                    "unaskedShare": .number(unread.unaskedShare),
                    "neverReadShare": .number(unread.share), "error": .number(unread.error),
                    "sampled": .count(unread.sampled), "bytes": unread.bytes.map { .count($0) },
                ]),
                message:
                    "Of \(unread.population), \(Format.percent(unread.unaskedShare)) of \(resource.name) were "
                    + "written without being asked for. \(Format.percent(unread.share)) were not read since they "
                    + "were written\(size).",
                advice:
                    "Warm what is asked for: take the list from the keys that are looked up most, or warm less."
            )
        }
    }
}

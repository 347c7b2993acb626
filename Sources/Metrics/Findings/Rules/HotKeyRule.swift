extension FindingRule {
    /// One key carries a large part of its resource.
    package static let hotKey = FindingRule("hotKey") { snapshot in
        snapshot.hotKeys.compactMap { key in
            guard let resource = snapshot.report(key.resource), snapshot.isHeavy(key) else {
                return nil
            }
            let impact = snapshot.impact(of: resource, share: key.share)
            return Finding(
                .info, resource: resource.name, subject: key.key, impact: nil,
                evidence: .known([
                    "share": .number(key.share), "error": .number(key.error),
                    "lookupsPerSecond": key.lookupsPerSecond.map { .number($0) },
                    "bytes": key.bytes.map { .count($0) },
                    "bytesPerSecond": key.bytesPerSecond.map { .number($0) },
                    "shareOfAll": impact.map { .number($0) },
                ]),
                message:
                    "\(key.key) carries \(Format.percent(key.share)) of the look-ups of \(resource.name)"
                    + (key.lookupsPerSecond.map { ", \(Format.rate($0)) a second" } ?? "")
                    + (key.bytesPerSecond.map {
                        ": \(Format.bytes(UInt64(saturating: $0))) a second."
                    } ?? "."),
                advice:
                    "Keep it in the API's own memory for a second or two; when it expires, all who want it "
                    + "wait for one load.")
        }
    }
}

/// What insight has found so far, by resource in the policy's order.
package struct InsightReport: Sendable, Hashable {
    package struct Finding: Sendable, Hashable {
        /// nil: see `why`.
        package var missCauses: MissCauses?
        package var why: String?
        /// Empty without look-ups; see also `curveWhy`.
        package var ttlCurve: [TTLFinding] = []
        package var curveWhy: String?

        package init(
            missCauses: MissCauses? = nil, why: String? = nil, ttlCurve: [TTLFinding] = [],
            curveWhy: String? = nil
        ) {
            self.missCauses = missCauses
            self.why = why
            self.ttlCurve = ttlCurve
            self.curveWhy = curveWhy
        }
    }

    package var resources: [Finding]
    /// `--insight off`.
    package var isOff = false

    package static let off = InsightReport(resources: [], isOff: true)

    package init(resources: [Finding], isOff: Bool = false) {
        self.resources = resources
        self.isOff = isOff
    }
}

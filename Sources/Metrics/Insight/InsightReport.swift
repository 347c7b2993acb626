/// What insight has found so far, by resource in the policy's order.
package struct InsightReport: Sendable, Hashable {
    package struct Finding: Sendable, Hashable {
        /// nil: see `why`.
        package var missCauses: MissCauses?
        package var why: String?
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

/// What insight has found so far, by resource in the policy's order.
package struct InsightReport: Sendable, Hashable {
    package struct Finding: Sendable, Hashable {
        /// nil: see `why`.
        package var missCauses: MissCauses?
        package var why: String?
        /// Empty without look-ups; see also `curveWhy`.
        package var ttlCurve: [TTLFinding] = []
        package var curveWhy: String?
        /// In caches of other sizes; nil: no look-ups, or not read for long enough.
        package var sizes: SizedFinding?
        /// nil: no fill was published so far.
        package var stampedes: StampedeFinding?
        /// nil: the resource has no counter.
        package var generations: GenerationLookups?
        /// nil: the publisher samples.
        package var census: ReadCensus?

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
    package var hotKeys: [HotKeyFinding] = []
    /// In the order of the policy's counters.
    package var bumps: [[Timestamp]] = []
    /// For so long all look-ups were read.
    package var observedSeconds = 0.0
    /// How long each of the simulated sizes keeps what is not asked for, longest first.
    package var keepSeconds: [Double] = []
    /// Whether the publisher samples: the largest weight that was seen.
    package var largestWeight: UInt64 = 1
    /// `--insight off`.
    package var isOff = false

    package static let off = InsightReport(resources: [], isOff: true)

    package init(resources: [Finding], isOff: Bool = false) {
        self.resources = resources
        self.isOff = isOff
    }
}

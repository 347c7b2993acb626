extension Insight {
    /// A look-up of the sample by which hot keys are found.
    mutating func noteHot(
        isHit: Bool, _ key: UnsafeBufferPointer<UInt8>, of slot: Int, at moment: Timestamp?,
        _ weight: UInt64, _ grammar: KeyGrammar
    ) {
        guard let moment else { return }
        if grammar.means(key) {
            hot.add(key, of: slot, isHit: isHit, weight: weight, at: moment)
        } else {
            grammar.normalised(Array(key)).withUnsafeBufferPointer {
                hot.add($0, of: slot, isHit: isHit, weight: weight, at: moment)
            }
        }
    }
}

import Console

/// Bytes a second as they are typed: `2048`, `2K`, `1.5M`; K is 1,024.
struct LineSpeed: Sendable, Hashable {
    let bytesPerSecond: Int

    private static let range = 100.0...100 * 1024 * 1024

    /// nil: none was named, or `none`.
    init?(_ setting: Setting?) throws(Ending) {
        guard let setting, setting.text != "none" else { return nil }
        let units: [Character: Double] = ["K": 1024, "M": 1024 * 1024]
        let unit = setting.text.uppercased().last.flatMap { units[$0] }
        let digits = setting.text.dropLast(unit == nil ? 0 : 1)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
            let number = Double(digits), Self.range.contains(number * (unit ?? 1))
        else {
            throw setting.wrong(
                "use bytes a second from 100 to 100M, as in 2K or 10K, or none for no limit")
        }
        bytesPerSecond = Int(number * (unit ?? 1))
    }
}

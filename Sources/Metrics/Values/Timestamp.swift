/// A moment on the server's clock: milliseconds since 1970-01-01T00:00:00Z.
///
/// Everything that is compared with a stream id is measured on the server's clock, so that an
/// operator's wrong laptop clock shifts no window. Text is RFC 3339 in UTC with milliseconds.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// Seconds from `earlier` to this moment; negative when `earlier` is later.
    package func seconds(since earlier: Timestamp) -> Double {
        Double(milliseconds &- earlier.milliseconds) / 1000
    }

    package func adding(seconds: Double) -> Timestamp {
        let shift = (seconds * 1000).rounded()
        guard shift.isFinite, abs(shift) < 1e15 else { return self }
        return adding(milliseconds: Int64(shift))
    }

    /// Saturates: an id or a TTL from outside never wraps into another age.
    func adding(milliseconds shift: Int64) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(shift)
        return Timestamp(milliseconds: overflow ? (shift > 0 ? .max : .min) : sum)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The years 0000 to 9999: RFC 3339 can write no others.
    private static let writable: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// `2026-11-23T14:03:22.120Z`; what lies outside the years 0 to 9999 (a client may choose a
    /// stream id) reads as their first or last moment. Calendar arithmetic after Howard Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    package var description: String {
        let milliseconds = min(
            max(milliseconds, Self.writable.lowerBound), Self.writable.upperBound)
        let days = floorDivide(milliseconds, 86_400_000)
        let ofDay = milliseconds - days * 86_400_000
        let z = days + 719_468
        let era = floorDivide(z, 146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + clock(ofDay: ofDay, milliseconds: true) + "Z"
    }

    /// `14:03:22` in UTC, or shifted by an offset east of it.
    package func timeOfDay(offsetSeconds: Int = 0) -> String {
        let ofDay = milliseconds % 86_400_000 + Int64(offsetSeconds % 86_400) * 1000
        return clock(ofDay: ofDay - floorDivide(ofDay, 86_400_000) * 86_400_000)
    }

    private func clock(ofDay: Int64, milliseconds: Bool = false) -> String {
        let seconds = ofDay / 1000
        let text =
            "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return milliseconds ? "\(text).\(padded(ofDay % 1000, 3))" : text
    }
}

extension Timestamp {
    /// Reads what `description` writes; nil for anything else.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[23] == UInt8(ascii: "Z") else { return nil }
        for (index, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, ".")]
        where bytes[index] != mark.utf8.first { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            Int64(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), let thousandth = number(20..<23),
            (1...12).contains(month)
        else { return nil }
        let y = month <= 2 ? year - 1 : year
        let era = floorDivide(y, 400)
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        milliseconds =
            days * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + thousandth
        // 30 February, 24:00 and signs are moments of other texts.
        guard description == text else { return nil }
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an RFC 3339 time in UTC: \(text)")
        }
        self = moment
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b < 0 ? quotient - 1 : quotient
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

import Metrics

/// `Retry-After` of an answer: seconds, or one of the three forms of a date that HTTP has (RFC 9110,
/// 5.6.7 and 10.2.3).
struct RetryAfter: Sendable, Hashable {
    /// A year: what asks for more says nothing.
    private static let longest = 366 * 86_400

    var seconds: Int
    /// The moment, where the header names one.
    var at: Timestamp?

    /// - Parameters:
    ///   - date: the answer's `Date`, whose clock the moment is of.
    ///   - now: for an answer without one.
    init?(_ value: String, date: String?, now: Timestamp) {
        let value = value.trimmed
        if !value.isEmpty, value.allSatisfy({ $0.isASCII && $0.isNumber }) {
            guard let seconds = Int(value), seconds <= Self.longest else { return nil }
            self.seconds = seconds
            return
        }
        guard let at = Self.moment(value) else { return nil }
        let left = at.seconds(since: date.flatMap { Self.moment($0.trimmed) } ?? now)
        guard left <= Double(Self.longest) else { return nil }
        seconds = Int(max(0, left).rounded(.up))
        self.at = at
    }

    var sentence: String {
        if seconds == 0 { return "Try again now." }
        return "Try again in \(seconds) s\(at.map { " (at \($0.timeOfDay()) UTC)" } ?? "")."
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    static func moment(_ text: String) -> Timestamp? {
        let words = text.split { " -,".contains($0) }
        guard words.count >= 5 else { return nil }
        // After the day of the week; asctime has the month first and the year last.
        let isASCTime = Int(words[1]) == nil
        let (day, month) = isASCTime ? (words[2], words[1]) : (words[1], words[2])
        let (year, time) = isASCTime ? (words[4], words[3]) : (words[3], words[4])
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard let index = months.firstIndex(of: String(month)), let day = Int(day),
            let shortYear = Int(year), shortYear >= 0
        else { return nil }
        // Two digits of a year: RFC 850, which had no other.
        let whole = year.count == 2 ? shortYear + (shortYear < 70 ? 2000 : 1900) : shortYear
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Timestamp(rfc3339: "\(whole)-\(two(index + 1))-\(two(day))T\(time).000Z")
    }
}

extension String {
    fileprivate var trimmed: String {
        let ends: Set<Character> = [" ", "\t"]
        return String(
            drop { ends.contains($0) }.reversed().drop { ends.contains($0) }.reversed())
    }
}

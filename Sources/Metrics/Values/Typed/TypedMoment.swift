/// A moment as an operator types it: `03:07`, `03:07:12`, `-30m`, `now`, `2026-11-26T03:07:12Z`.
package enum TypedMoment: Sendable, Hashable {
    case present
    case ago(seconds: Double)
    case timeOfDay(seconds: Int64)
    case at(Timestamp)

    package static let hint = "type a time as 03:07, 03:07:12, -30m or now"

    package init?(_ text: String) {
        if text == "now" {
            self = .present
        } else if text.hasPrefix("-"), let seconds = TypedSpan(String(text.dropFirst())) {
            self = .ago(seconds: seconds.seconds)
        } else if text.contains("T") {
            let isWhole = text.contains(".") || !text.hasSuffix("Z")
            guard let moment = Timestamp(rfc3339: isWhole ? text : text.dropLast() + ".000Z") else {
                return nil
            }
            self = .at(moment)
        } else {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { part in
                part.count <= 2 && part.allSatisfy(\.isASCIIDigit) ? Int64(part) : nil
            }
            guard (2...3).contains(parts.count), numbers.count == parts.count,
                let hours = numbers.first, hours < 24,
                numbers.dropFirst().allSatisfy({ $0 < 60 })
            else { return nil }
            let seconds = numbers.count > 2 ? numbers.last ?? 0 : 0
            self = .timeOfDay(
                seconds: hours * 3600 + (numbers.dropFirst().first ?? 0) * 60 + seconds)
        }
    }

    /// The newest moment that it can mean: of a time of the day the last one that has passed.
    package func resolved(at now: Timestamp, utcOffsetSeconds: Int) -> Timestamp {
        switch self {
        case .present: return now
        case .at(let moment): return moment
        case .ago(let seconds): return now.adding(seconds: -seconds)
        case .timeOfDay(let wanted):
            let day: Int64 = 86_400
            let local = now.milliseconds / 1000 + Int64(utcOffsetSeconds)
            let passed = ((local % day) + day) % day
            let back = ((passed - wanted) % day + day) % day
            return Timestamp(milliseconds: (now.milliseconds / 1000 - back) * 1000)
        }
    }
}

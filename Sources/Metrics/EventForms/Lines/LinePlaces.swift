/// Where in a line an event may begin, from left to right.
///
/// `hit KEY` and JSON stand at the beginning of a line or behind what a container runtime or a
/// logger puts before it: `| `, `] `, a time, and a time with `stdout F`. The other forms are known
/// by their first letters and may stand anywhere.
struct LinePlaces {
    enum Place: Equatable {
        case beginning(Int)
        /// `[cache`.
        case bracket(Int)
        /// The word `cache`, or one that begins with it.
        case word(Int)
    }

    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var waiting: [Place] = [.beginning(0)]

    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func next() -> Place? {
        if let place = waiting.popLast() { return place }
        while position < text.count {
            let start = position
            position += 1
            switch text[start] {
            case UInt8(ascii: "["):
                if text.has("cache", at: start + 1) { return .bracket(start) }
            case UInt8(ascii: "|"), UInt8(ascii: "]"):
                if isSpace(start + 1) { return .beginning(start + 2) }
            case 48...57 where isStartOfToken(start):
                if let end = endOfTime(start) {
                    position = end
                    return .beginning(behindRuntime(end + 1))
                }
            case UInt8(ascii: "c"), UInt8(ascii: "C"):
                if isStartOfWord(start), text.has("cache", at: start) { return .word(start) }
            default: break
            }
        }
        return nil
    }

    /// Behind the date and the times with which the text begins.
    static func endOfTimes(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let places = LinePlaces(text: text)
        var start = 0
        while start < text.count, text[start].isDigit {
            let end = text[start...].firstIndex { !($0.isDigit || $0 == UInt8(ascii: "-")) }
            let isDate = end.map { $0 - start == 10 && text[$0] == UInt8(ascii: " ") } ?? false
            guard let next = isDate ? end : places.endOfTime(start) else { break }
            start = next + 1
        }
        return start
    }

    private func isSpace(_ index: Int) -> Bool {
        index < text.count && text[index] == UInt8(ascii: " ")
    }

    private func isStartOfToken(_ index: Int) -> Bool { index == 0 || text[index - 1].isSpace }

    private func isStartOfWord(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        let before = text[index - 1]
        return !before.isLetter && !before.isDigit && before != UInt8(ascii: "_")
    }

    /// Where a time ends that begins here and is followed by a space: `12:00:00.123`, with a date
    /// and a `T` before it, a zone behind it; or an epoch of ten digits and more.
    private func endOfTime(_ start: Int) -> Int? {
        var end = start
        var isTime = false
        var isNumber = true
        while end < text.count, !text[end].isSpace {
            guard end - start < 40 else { return nil }
            switch text[end] {
            case 48...57: break
            case UInt8(ascii: ":"):
                guard isPair(end - 2, after: start), isPair(end + 1, after: start) else {
                    return nil
                }
                isTime = true
                isNumber = false
            case UInt8(ascii: "."), UInt8(ascii: ","): break
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "T"),
                UInt8(ascii: "Z"):
                isNumber = false
            default: return nil
            }
            end += 1
        }
        guard isSpace(end), isTime || isNumber && end - start >= 10 else { return nil }
        return end
    }

    /// Two digits.
    private func isPair(_ index: Int, after start: Int) -> Bool {
        index >= start && index + 1 < text.count && text[index].isDigit && text[index + 1].isDigit
    }

    /// `stdout F `, as CRI writes it between the time and the line.
    private func behindRuntime(_ start: Int) -> Int {
        guard text.has("stdout ", at: start) || text.has("stderr ", at: start) else {
            return start
        }
        let flag = start + 7
        guard text.has("f ", at: flag) || text.has("p ", at: flag) else { return start }
        return flag + 2
    }
}

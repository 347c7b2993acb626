import Metrics
import Testing

struct StreamIDTests {
    @Test(
        arguments: [
            ("1700000000000-0", 1_700_000_000_000, 0), ("5", 5, 0), ("0-0", 0, 0), ("007-01", 7, 1),
            ("18446744073709551615-18446744073709551615", .max, .max),
        ] as [(String, UInt64, UInt64)])
    func idsAreRead(_ text: String, _ milliseconds: UInt64, _ sequence: UInt64) {
        let id = StreamID(bytes(text))
        #expect(id == StreamID(milliseconds: milliseconds, sequence: sequence))
        #expect(id.flatMap { StreamID(bytes($0.description)) } == id)
    }

    @Test(arguments: [
        "", "-", "5-", "-5", "5--1", "5-1-1", "5 ", "+5", "$", "*", "5-x", "5-*", "0x5",
        "18446744073709551616", "0-18446744073709551616", "99999999999999999999999-0",
    ])
    func whatIsNoIdIsRejected(_ text: String) {
        #expect(StreamID(bytes(text)) == nil)
    }

    /// The usual form is read eight digits at a time.
    @Test func anyDigitsAreReadAsTheyAreWritten() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let id = StreamID(
                milliseconds: .random(in: 1_000_000_000_000...9_999_999_999_999, using: &generator),
                sequence: UInt64.random(in: 0 ... .max, using: &generator)
                    >> UInt64.random(in: 0...63, using: &generator))
            #expect(StreamID(bytes(id.description)) == id)
        }
    }

    @Test(arguments: Array("1700000000123-45".utf8).indices)
    func aByteThatIsNoDigitIsSeenWhereverItStands(_ place: Int) {
        for byte in UInt8.min ... .max where !(48...57).contains(byte) {
            var text = bytes("1700000000123-45")
            guard text[place] != byte else { continue }
            text[place] = byte
            // A second dash, or one in place of a digit, is none either.
            let hasDash = text.count { $0 == UInt8(ascii: "-") } == 1
            let isShorter = byte == UInt8(ascii: "-") && place != 13 && hasDash
            #expect(isShorter || StreamID(text) == nil, "\(byte) at \(place)")
        }
    }

    @Test func idsAreOrderedAsRedisOrdersThem() {
        let ids = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 0)].map {
            StreamID(milliseconds: $0.0, sequence: $0.1)
        }
        for (a, b) in zip(ids, ids.dropFirst()) { #expect(a < b && !(b < a)) }
        #expect(ids.first == .zero)
    }

    @Test func everyIdHasAMoment() {
        #expect(StreamID(milliseconds: 5, sequence: 9).timestamp == Timestamp(milliseconds: 5))
        let last = StreamID(milliseconds: .max, sequence: 0).timestamp
        #expect(last > start && last.adding(seconds: 2700) > last)
    }
}

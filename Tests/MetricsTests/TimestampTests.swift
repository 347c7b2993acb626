import Metrics
import Testing

struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_700_000_000_123, "2023-11-14T22:13:20.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),  // 400 divides the year
            (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
            (1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),  // no leap year
            (-2_208_988_800_000, "1900-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func momentsAndTextsAreTheSame(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(rfc3339: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for day in stride(from: Int64(-73_000), to: 73_097, by: 1) {
            let noon = Timestamp(milliseconds: day * 86_400_000 + 43_200_001)
            #expect(Timestamp(rfc3339: noon.description) == noon)
        }
    }

    @Test(
        arguments: [
            "", "2023-11-14", "2023-11-14T22:13:20Z", "2023-11-14T22:13:20.123+00:00",
            "2023-11-14 22:13:20.123Z", "2023-11-14T22:13:20.123z", "2023-13-14T22:13:20.123Z",
            "2023-00-14T22:13:20.123Z", "2023-02-29T22:13:20.123Z", "2023-04-31T22:13:20.123Z",
            "2100-02-29T00:00:00.000Z", "2023-11-00T22:13:20.123Z", "2023-11-14T24:00:00.000Z",
            "2023-11-14T22:60:20.123Z", "2023-11-14T22:13:60.123Z", "+023-11-14T22:13:20.123Z",
            "2023-+1-14T22:13:20.123Z", "2023-11-14T-2:13:20.123Z", "2023-11-14T22:13:20.-23Z",
            "2023-11-14T22:13:20.1\u{e9}Z", "2023-11-14T22:13:20.123Z ",
        ])
    func whatDescriptionNeverWritesIsRejected(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    /// A client may choose the id of an entry: no trap, and a text that can be read again.
    @Test(
        arguments: [
            (.min, "0000-01-01T00:00:00.000Z"), (.max, "9999-12-31T23:59:59.999Z"),
            (.max / 2, "9999-12-31T23:59:59.999Z"),
            (253_402_300_800_000, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func absurdMomentsHaveAText(_ milliseconds: Int64, _ text: String) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(moment.description == text)
        #expect(Timestamp(rfc3339: text) != nil)
        #expect(moment.timeOfDay(offsetSeconds: 3600).count == 8)
        #expect(moment.timeOfDay(offsetSeconds: .max).count == 8)
    }

    @Test(arguments: [
        (0, "22:13:20"), (3600, "23:13:20"), (7200, "00:13:20"), (-82_800, "23:13:20"),
    ])
    func timeOfDayFollowsTheOffset(_ offset: Int, _ text: String) {
        #expect(start.timeOfDay(offsetSeconds: offset) == text)
        #expect(Timestamp(milliseconds: -1).timeOfDay() == "23:59:59")
    }

    @Test func differencesAreSeconds() {
        #expect(moment(1.5).seconds(since: start) == 1.5)
        #expect(start.seconds(since: moment(1.5)) == -1.5)
        #expect(start < moment(0.001))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
    func addingWhatIsNoTimeChangesNothing(_ seconds: Double) {
        #expect(start.adding(seconds: seconds) == start)
    }

    @Test func addingSaturates() {
        let last = Timestamp(milliseconds: .max)
        #expect(last.adding(seconds: 1) == last)
        #expect(Timestamp(milliseconds: .min).adding(seconds: -1).milliseconds == .min)
    }
}

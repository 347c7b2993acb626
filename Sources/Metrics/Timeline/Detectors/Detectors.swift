/// All that find happenings in what is observed, each a value of its own.
struct Detectors: Sendable {
    var restarts = RestartDetector()
    var settings = SettingDetector()
    var evictions = EvictionDetector()
    var losses = LossDetector()
    var gaps = GapDetector()
    var announced = AnnouncementLog()
}

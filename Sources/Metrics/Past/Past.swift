/// What the screen has shown: every second for 10 minutes, every 10 s for 2 hours, every minute for
/// 24 hours, in at most 8.5 MiB for 12 resources (`byteLimit`), what was read back of the last hour included.
///
/// It is filled from snapshots and gives snapshots back, so that all numbers that are drawn are in it.
/// What was not measured then is null, and a moment at which nothing was noted does not exist.
package struct Past: Sendable {
    /// Seconds of a slot, and slots, finest first.
    private static let resolutions = [(1, 600), (10, 720), (60, 1440)]
    /// In place of an outline's number.
    static let readBack = -1
    /// Of parts of a snapshot that were not recorded at its moment: `unavailable[].subject`.
    package static let subject = "past"

    /// All names, and no number.
    private(set) var base: Snapshot?
    private(set) var rings: [FrameRing] = []
    /// Where curves find their numbers in a frame.
    private(set) var places: [FrameCoder.Place: Int] = [:]
    private(set) var outlines = Outlines()
    private(set) var alertTables = AlertTables()
    private(set) var keyTables = KeyTables()
    private(set) var listenerTables = ListenerTables()
    /// What was read back before the first snapshot came.
    private var waiting: StreamHour?

    package init() {}

    /// Takes in what is shown. A later one of the same second takes its place.
    package mutating func note(_ snapshot: Snapshot) {
        begin(with: snapshot)
        let number = outlines.number(of: Outline(snapshot))
        let frame = FrameRing.Frame(
            at: snapshot.takenAt, intervalSeconds: snapshot.intervalSeconds, outline: number,
            bytes: Self.bytes(of: snapshot))
        for index in rings.indices { rings[index].note(frame) }
        alertTables.note(snapshot)
        keyTables.note(snapshot)
        listenerTables.note(snapshot)
        if let hour = waiting { fill(hour) }
    }

    /// Adds what the event stream still had of the time before the first snapshot.
    package mutating func fill(_ hour: StreamHour) {
        waiting = base == nil ? hour : nil
        guard let base, let oldest = rings.first?.oldest else { return }
        prepend(hour.moments(before: oldest)) { hour.snapshot(at: $0, named: base) }
    }

    /// Adds moments of which only a part is known, where they are older than what is there.
    /// - Parameter moments: newest first.
    mutating func prepend(_ moments: [Timestamp], _ snapshot: (Timestamp) -> Snapshot?) {
        let frames = moments.reversed().compactMap { moment -> FrameRing.Frame? in
            guard rings.contains(where: { $0.wants(moment) }), let snapshot = snapshot(moment)
            else { return nil }
            return FrameRing.Frame(
                at: moment, intervalSeconds: 1, outline: Self.readBack,
                bytes: Self.bytes(of: snapshot))
        }
        for index in rings.indices { rings[index].prepend(frames) }
    }

    /// The newest moment before another, at the finest resolution that there is.
    package func moment(before moment: Timestamp) -> PastMoment? {
        rings.compactMap { $0.time(before: moment) }.max().flatMap(named)
    }

    package func moment(after moment: Timestamp) -> PastMoment? {
        rings.compactMap { $0.time(after: moment) }.min().flatMap(named)
    }

    /// The newest moment up to another, if no later one was due by then.
    package func moment(holdingAt moment: Timestamp) -> PastMoment? {
        let found = rings.compactMap { ring in
            ring.time(before: moment.adding(seconds: 0.001)).map { (at: $0, ring: ring) }
        }.max { $0.at < $1.at }
        guard let found, let frame = found.ring.frame(at: found.at) else { return nil }
        let next = rings.compactMap { $0.time(after: found.at) }.min()
        let spacing = Double(found.ring.slotSeconds) + 1.5 * frame.intervalSeconds
        let isFollowed = next.map { $0.seconds(since: found.at) <= spacing } ?? false
        let age = moment.seconds(since: found.at)
        return isFollowed || age <= frame.intervalSeconds ? named(found.at) : nil
    }

    package var oldest: Timestamp? { rings.compactMap(\.oldest).min() }

    private func named(_ at: Timestamp) -> PastMoment? {
        for ring in rings {
            guard let frame = ring.frame(at: at) else { continue }
            return PastMoment(
                at: at, resolutionSeconds: ring.slotSeconds,
                isReadBack: frame.outline == Self.readBack)
        }
        return nil
    }

    /// Bytes that are in use.
    package var byteCount: Int {
        let tables = alertTables.byteCount + keyTables.byteCount + listenerTables.byteCount
        return rings.reduce(outlines.byteCount + tables) { $0 + $1.byteCount }
    }

    /// The most that it takes for snapshots like this one.
    package static func byteLimit(for snapshot: Snapshot) -> Int {
        let width = bytes(of: snapshot).count
        let tables =
            Outlines.byteLimit + AlertTables.byteLimit + KeyTables.byteLimit
            + ListenerTables.byteLimit
        return resolutions.reduce(tables) {
            $0 + FrameRing.byteLimit(capacity: $1.1, width: width)
        }
    }
}

extension Past {
    private static func bytes(of snapshot: Snapshot) -> [UInt8] {
        var coder = FrameCoder(writingAt: snapshot.takenAt)
        var copy = snapshot
        copy.code(&coder)
        return coder.bytes
    }

    /// Other names are another cache: what was noted of the former is forgotten.
    private mutating func begin(with snapshot: Snapshot) {
        var names = Snapshot(
            takenAt: Timestamp(milliseconds: 0), endpoint: snapshot.endpoint, intervalSeconds: 0,
            source: snapshot.events.source)
        names.resources = snapshot.resources.map { resource in
            ResourceReport(name: resource.name, policy: resource.policy)
        }
        names.memoryBy = snapshot.memoryBy.map { MemoryShare(of: $0.of, bytes: nil) }
        names.versions = snapshot.versions.map {
            Snapshot.Version(
                name: $0.name, key: $0.key, value: nil, changedAt: nil, changesPerHour: nil)
        }
        names.alertSettings = snapshot.alertSettings
        guard names != base else { return }
        base = names
        let width = Self.bytes(of: snapshot).count
        var locating = FrameCoder(locatingAt: snapshot.takenAt)
        var copy = snapshot
        copy.code(&locating)
        places = locating.places ?? [:]
        rings = Self.resolutions.map {
            FrameRing(slotSeconds: $0.0, capacity: $0.1, width: width)
        }
        outlines = Outlines()
        alertTables = AlertTables()
        keyTables = KeyTables()
        listenerTables = ListenerTables()
    }
}

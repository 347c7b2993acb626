/// The listeners that were seen in this run, also those that have gone silent since.
///
/// One that was never seen is none: not every shop has a listener. One that has been gone for an hour is
/// forgotten while another writes, since each restart of a container may bring a new name.
struct ListenerHistory: Sendable {
    struct Listener: Sendable, Hashable {
        let name: [UInt8]
        /// nil: what it wrote can't be read; `problem` says why.
        var beat: ListenerBeat?
        var problem: String?
        /// The last poll that saw its key.
        var seenAt: Timestamp
        /// The first poll that did not see it any more; nil: it is there.
        var goneSince: Timestamp?

        /// When it last wrote: by its own word where that can be true.
        var lastSign: Timestamp {
            guard let at = beat?.at, (0...60).contains(seenAt.seconds(since: at)) else {
                return seenAt
            }
            return at
        }
    }

    private static let mostGone = 3600.0

    /// By name.
    private(set) var listeners: [Listener] = []

    /// - Parameter readings: by the listener's name; who is not in it is no longer asked about.
    mutating func observe(_ readings: [[UInt8]: ListenerReading], at now: Timestamp) {
        listeners.removeAll { readings[$0.name] == nil }
        for (name, reading) in readings {
            switch reading {
            case .beat(let beat):
                put(Listener(name: name, beat: beat, problem: nil, seenAt: now))
            case .unreadable(let why):
                put(Listener(name: name, beat: nil, problem: why, seenAt: now))
            case .absent:
                for index in listeners.indices where listeners[index].name == name {
                    listeners[index].goneSince = listeners[index].goneSince ?? now
                }
            case .unavailable: break
            }
        }
        guard listeners.contains(where: { $0.goneSince == nil }) else { return }
        listeners.removeAll {
            $0.goneSince.map { now.seconds(since: $0) > Self.mostGone } ?? false
        }
    }

    /// Those that an earlier run saw.
    mutating func recall(_ earlier: [Listener]) { listeners = earlier }

    private mutating func put(_ listener: Listener) {
        listeners.removeAll { $0.name == listener.name }
        let place =
            listeners.firstIndex { listener.name.lexicographicallyPrecedes($0.name) }
            ?? listeners.endIndex
        listeners.insert(listener, at: place)
    }
}

extension History {
    var listenerReports: [Snapshot.Listener] {
        listeners.listeners.map {
            Snapshot.Listener(name: KeyText.text($0.name), $0.beat ?? ListenerBeat())
        }
    }

    /// Whose figures are old, since it has gone silent, or can't be read.
    var ofListeners: [Unavailable] {
        listeners.listeners.compactMap { listener in
            let state: SourceState
            if listener.goneSince != nil {
                let why = "\(ListenerKey.text(of: listener.name)) is gone."
                state = .asOf(listener.lastSign, why: why)
            } else if let why = listener.problem {
                state = .notTold(why: why)
            } else {
                return nil
            }
            return Unavailable(
                what: Unavailable.listeners, subject: KeyText.text(listener.name), state)
        }
    }
}

/// One happening, as the snapshot's `timeline[]` has it. A kind that this version does not know is
/// `other`, which the screen passes over.
package struct TimelineEntry: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, ExtensibleKind {
        /// Ordered by an operator, or published by the shop; what belongs together is one.
        case invalidation
        /// Keys went, and it was neither expiry nor eviction, nor did anyone announce it.
        case unannounced
        case flush, evictions, restart, failover
        /// maxmemory or maxmemory-policy.
        case config
        /// Events that were not received, or a stream that began anew.
        case gap
        case alert
        /// What an operator or a deployment wrote with `cachetop mark`.
        case mark
        case other
    }

    /// A resource's share of the keys.
    package struct Part: Sendable, Hashable, Codable {
        /// `unclassified` for keys that are no resource's.
        package var resource: String
        package var keys: UInt64

        package init(resource: String, keys: UInt64) {
            self.resource = resource
            self.keys = keys
        }
    }

    package var at: Timestamp
    /// When it ended, or was over at the latest; null: it lasts, or has no length.
    @Nullable package var until: Timestamp?
    package var kind: Kind
    /// What it is about: a setting, an alert's rule and what it is about, as text.
    @Nullable package var subject: String?
    /// Of an alert: its rule's name, and what it is about where the rule can hold for several things.
    @Nullable package var rule: String?
    @Nullable package var about: String?
    /// Of an alert.
    @Nullable package var severity: Alert.Severity?
    /// null: several, or not known.
    @Nullable package var resource: String?
    /// user@host, or the event's `src`; null: not known.
    @Nullable package var by: String?
    @Nullable package var via: InvalidationRecord.Way?
    /// Keys that went; of `unannounced` at least so many.
    @Nullable package var keys: UInt64?
    /// A counter's key.
    @Nullable package var counter: String?
    /// Before and after, as text: a counter, the number of keys, a setting, a role.
    @Nullable package var from: String?
    @Nullable package var to: String?
    package var parts: [Part] = []
    /// Whose rates these are; null: of all resources that it concerns, or of all look-ups.
    @Nullable package var ratesOf: [String]?
    /// In the minute before; the lowest of ten seconds since; in the newest ten seconds, or, once the rate
    /// had come back, in those of that moment.
    @Nullable package var hitRateBefore: Double?
    @Nullable package var hitRateLowest: Double?
    @Nullable package var hitRateAfter: Double?
    /// Of how many look-ups these rates are; null: not known.
    @Nullable package var lookupsBefore: UInt64?
    @Nullable package var lookupsLowest: UInt64?
    @Nullable package var lookupsAfter: UInt64?
    /// When the rate had come back after a notable drop; null: it has not, or did not drop.
    @Nullable package var recoveredAt: Timestamp?
    /// The rates above are those until then, when something else took over or ten minutes were over. null: they
    /// are followed, or the rate had come back.
    @Nullable package var followedUntil: Timestamp?
    /// When the alert of a fallen hit rate was first put down to it; null: it was not.
    @Nullable package var alertedAt: Timestamp?
    /// Of its mark on the charts of the dashboard that wrote the file; null: it has none.
    @Nullable package var letter: String?
    package var message: String

    package init(
        at: Timestamp, until: Timestamp? = nil, kind: Kind, subject: String? = nil,
        by: String? = nil, message: String
    ) {
        self.at = at
        self.until = until
        self.kind = kind
        self.subject = subject
        self.by = by
        self.message = message
    }
}

extension TimelineEntry {
    /// Whether it is the same happening, of which more may be known by now.
    package func isSame(as other: TimelineEntry) -> Bool {
        guard kind == other.kind, at == other.at, subject == other.subject, by == other.by,
            via == other.via
        else { return false }
        return kind != .mark || message == other.message
    }

    /// The rule of an alert. An older cachetop has it in `subject` alone.
    package var alertRule: String? {
        guard kind == .alert else { return nil }
        return rule ?? subject.map { String($0.prefix { $0 != " " }) }
    }

    /// What an alert is about; nil: its rule holds for one thing only.
    package var alertSubject: String? {
        guard kind == .alert else { return nil }
        guard rule == nil, let subject else { return about }
        let rest = subject.drop { $0 != " " }.dropFirst()
        return rest.isEmpty ? nil : String(rest)
    }

    /// How the rate fell and came back, in the form that records have.
    package var aftermath: Aftermath? {
        get {
            var rates = Aftermath(
                hitRateBefore: hitRateBefore, hitRateLowest: hitRateLowest,
                hitRateNow: hitRateAfter, recoveredAt: recoveredAt, followedUntil: followedUntil)
            (rates.lookupsBefore, rates.lookupsLowest) = (lookupsBefore, lookupsLowest)
            (rates.lookupsNow, rates.alertedAt) = (lookupsAfter, alertedAt)
            return rates.isEmpty ? nil : rates
        }
        set {
            hitRateBefore = newValue?.hitRateBefore
            hitRateLowest = newValue?.hitRateLowest
            hitRateAfter = newValue?.hitRateNow
            (lookupsBefore, lookupsLowest) = (newValue?.lookupsBefore, newValue?.lookupsLowest)
            lookupsAfter = newValue?.lookupsNow
            recoveredAt = newValue?.recoveredAt
            followedUntil = newValue?.followedUntil
            alertedAt = newValue?.alertedAt
        }
    }

    /// As it was known at an earlier moment; nil: not at all.
    func known(at moment: Timestamp) -> TimelineEntry? {
        guard at <= moment else { return nil }
        var entry = self
        if let until, until > moment {
            // What went between two polls was known at the second.
            if kind == .unannounced || kind == .flush { return nil }
            entry.until = nil
            entry.keys = nil
            entry.to = nil
        } else if kind == .evictions, until == nil {
            // It goes on now: how many it was then is not known.
            entry.keys = nil
        }
        if recoveredAt.map({ $0 > moment }) ?? true {
            entry.aftermath = nil
        }
        return entry
    }
}

/// What the TTL curve of a resource suggests.
package enum TTLAdvice: Sendable, Hashable {
    /// The shortest step that brings nearly all that there is to win, and how much in points of 1.
    case longer(ResourceReport.TTLStep, gain: Double)
    /// The shortest step that loses next to nothing: copies would be younger.
    case shorter(ResourceReport.TTLStep, loss: Double)
    /// No other step is better by more than its error.
    case keep
    /// Nothing is known of longer ones yet.
    case tooEarly
}

extension ResourceReport {
    /// What has to be won, and what may be lost.
    private static let leastGain = 0.03
    private static let mostLoss = 0.005

    /// The step that the policy has; nil: there is no curve.
    package var presentStep: TTLStep? {
        ttlCurve.first { $0.ttlSeconds == Double(policy.ttlSeconds) && $0.hitRate != nil }
    }

    /// nil: there is no curve.
    package var ttlAdvice: TTLAdvice? {
        guard let present = presentStep, let now = present.hitRate else { return nil }
        if let (step, gain) = longerStep { return .longer(step, gain: gain) }
        let ttl = Double(policy.ttlSeconds)
        let shorter = ttlCurve.first { step in
            guard let seconds = step.ttlSeconds, seconds < ttl, let rate = step.hitRate else {
                return false
            }
            return now - rate + (step.error ?? 0) <= Self.mostLoss
        }
        if let shorter, let rate = shorter.hitRate { return .shorter(shorter, loss: now - rate) }
        let isLongerKnown = ttlCurve.contains {
            ($0.ttlSeconds.map { $0 > ttl } ?? true) && $0.hitRate != nil
        }
        return isLongerKnown ? .keep : .tooEarly
    }

    /// The shortest that brings nearly all that there is to win; nil: none brings much.
    var longerStep: (step: TTLStep, gain: Double)? {
        let ttl = Double(policy.ttlSeconds)
        guard let now = presentStep?.hitRate else { return nil }
        let longer = ttlCurve.filter { ($0.ttlSeconds ?? 0) > ttl }
        let gains = longer.compactMap { step in step.hitRate.map { (step: step, gain: $0 - now) } }
        guard let best = gains.map(\.gain).max(), best >= Self.leastGain,
            let found = gains.first(where: { $0.gain >= 0.7 * best }),
            found.gain > 2 * (found.step.error ?? 0)
        else { return nil }
        return found
    }

    /// The advice as one sentence; nil: there is no curve.
    package var ttlAdviceWords: String? {
        guard let advice = ttlAdvice, let present = presentStep else { return nil }
        let now = Format.stretch(present.ttlSeconds)
        switch advice {
        case .longer(let step, let gain):
            let loads = step.originLoadsPerSecond.flatMap { loads in
                present.originLoadsPerSecond.map {
                    ", \(Format.rate(loads)) origin loads a second instead of \(Format.rate($0))"
                }
            }
            let age = step.staleSeconds.map { ", and copies \(Format.stretch($0)) old on average" }
            return "\(Format.stretch(step.ttlSeconds)) instead of \(now) would bring "
                + "\(Format.points(gain)) points (\(Format.percent(step.hitRate)))"
                + (loads ?? "") + (age ?? "") + "."
        case .shorter(let step, let loss):
            let ages = step.staleSeconds.flatMap { age in
                present.staleSeconds.map {
                    ", and copies would be \(Format.stretch(age)) old instead of \(Format.stretch($0))"
                }
            }
            return "\(Format.stretch(step.ttlSeconds)) instead of \(now) would cost "
                + "\(Format.decimal(max(0, loss) * 100, places: 1)) points only" + (ages ?? "")
                + "."
        case .keep:
            return "Keep \(now): a longer TTL would bring less than "
                + "\(Format.decimal(Self.leastGain * 100, places: 0)) points, a shorter one would cost hits."
        case .tooEarly:
            let needed = Format.stretch(present.ttlSeconds.map { $0 * 4 })
            return "What a longer TTL would bring is known after \(needed) of look-ups."
        }
    }
}

/// What the curve over memory suggests.
package enum MemoryAdvice: Sendable, Hashable {
    /// The smallest size that brings nearly all that there is to win, in points of 1.
    case more(MemoryCurve.Step, gain: Double)
    /// A smaller one that loses next to nothing.
    case less(MemoryCurve.Step, loss: Double)
    case keep
}

extension MemoryCurve {
    private static let leastGain = 0.03
    private static let mostLoss = 0.005

    package var presentStep: Step? { steps.first { $0.factor == 1 } }

    package func step(_ factor: Double) -> Step? { steps.first { $0.factor == factor } }

    package var advice: MemoryAdvice {
        guard let now = presentStep?.hitRate else { return .keep }
        let gains = steps.filter { $0.factor > 1 }.compactMap { step in
            step.hitRate.map { (step: step, gain: $0 - now) }
        }
        if let best = gains.map(\.gain).max(), best >= Self.leastGain,
            let found = gains.first(where: { $0.gain >= 0.7 * best }),
            found.gain > 2 * (found.step.error ?? 0)
        {
            return .more(found.step, gain: found.gain)
        }
        let smaller = steps.first { step in
            guard step.factor < 1, let rate = step.hitRate else { return false }
            return now - rate + (step.error ?? 0) <= Self.mostLoss
        }
        if let smaller, let rate = smaller.hitRate {
            return .less(smaller, loss: max(0, now - rate))
        }
        return .keep
    }

    /// As one sentence.
    package var adviceWords: String {
        let now = presentStep
        let size = Format.bytes(now?.maxBytes)
        switch advice {
        case .more(let step, let gain):
            return "\(Format.bytes(step.maxBytes)) instead of \(size) would bring "
                + "\(Format.points(gain)) points (\(Format.percent(step.hitRate)))."
        case .less(let step, let loss):
            return "\(Format.bytes(step.maxBytes)) instead of \(size) would cost "
                + "\(Format.decimal(loss * 100, places: 1)) points only: all copies take "
                + "\(Format.bytes(neededBytes)) with the rest."
        case .keep:
            return "Keep \(size): more would bring less than "
                + "\(Format.decimal(Self.leastGain * 100, places: 0)) points, less would cost hits."
        }
    }
}

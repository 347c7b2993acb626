import Foundation
import Metrics

/// Draws ranks 1 to `count` with a probability proportional to 1 / rank^exponent: few things are
/// wanted by many, most by few.
///
/// Rejection-inversion: W. Hörmann, G. Derflinger, "Rejection-inversion to generate variates from
/// monotone discrete distributions", ACM TOMACS 6 (1996) 169-184, with the numerically stable helpers
/// of Apache Commons RNG's RejectionInversionZipfSampler. No table, and less than 1.2 tries a draw.
struct Zipf: Sendable {
    let count: Int
    let exponent: Double
    private let integralOfFirst: Double
    private let integralOfLast: Double
    private let shortcut: Double

    init(count: Int, exponent: Double) {
        precondition(count > 0 && exponent > 0)
        self.count = count
        self.exponent = exponent
        integralOfFirst = Self.integral(1.5, exponent) - 1
        integralOfLast = Self.integral(Double(count) + 0.5, exponent)
        shortcut =
            2
            - Self.inverse(
                Self.integral(2.5, exponent) - Self.density(2, exponent), exponent)
    }

    func draw(using generator: inout SplitMix64) -> Int {
        while true {
            let u = integralOfLast + generator.unit() * (integralOfFirst - integralOfLast)
            let x = Self.inverse(u, exponent)
            let rank = min(max(Int(x + 0.5), 1), count)
            let k = Double(rank)
            if k - x <= shortcut
                || u >= Self.integral(k + 0.5, exponent) - Self.density(k, exponent)
            {
                return rank
            }
        }
    }

    private static func density(_ x: Double, _ exponent: Double) -> Double {
        exp(-exponent * log(x))
    }

    /// An antiderivative of the density, also where the exponent is 1.
    private static func integral(_ x: Double, _ exponent: Double) -> Double {
        expm1Ratio((1 - exponent) * log(x)) * log(x)
    }

    private static func inverse(_ x: Double, _ exponent: Double) -> Double {
        let t = max(x * (1 - exponent), -1)
        return exp(log1pRatio(t) * x)
    }

    /// (exp(x) - 1) / x
    private static func expm1Ratio(_ x: Double) -> Double {
        abs(x) > 1e-8 ? expm1(x) / x : 1 + x / 2 * (1 + x / 3)
    }

    /// log(1 + x) / x
    private static func log1pRatio(_ x: Double) -> Double {
        abs(x) > 1e-8 ? log1p(x) / x : 1 - x * (0.5 - x / 3)
    }
}

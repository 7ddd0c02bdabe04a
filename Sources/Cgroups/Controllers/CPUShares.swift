import Glibc

/// v1's shares (2…262144, 1024 by default) and v2's weight (1…10000, 100 by
/// default). The runtimes' common conversion maps the ends and the default of
/// one scale onto those of the other: the logarithm of the weight is a
/// parabola over the logarithm of the shares.
enum CPUShares {
    /// log₁₀ weight = (l² + 125 l) / 612 − 7 / 34, where l = log₂ shares.
    static func weight(of shares: UInt64) -> UInt64 {
        let logarithm = log2(Double(min(max(shares, 2), 262_144)))
        let exponent = (logarithm * logarithm + 125 * logarithm) / 612 - 7.0 / 34
        // The defaults meet exactly; the tolerance keeps rounding from lifting 100 to 101.
        return UInt64(ceil(pow(10, exponent) - 1e-6))
    }

    /// The same parabola solved for the shares.
    static func shares(of weight: UInt64) -> UInt64 {
        let exponent = log10(Double(min(max(weight, 1), 10_000)))
        let logarithm = (-125 + sqrt(125 * 125 + 4 * 612 * (exponent + 7.0 / 34))) / 2
        return UInt64(pow(2, logarithm).rounded())
    }
}

extension ExpiryForecast.Alignment {
    /// What was found; of which resource stands before it or in its own row.
    package func words(of resource: String) -> String {
        "\(Format.percent(share)) of the \(resource) keys expire within the same "
            + "\(ExpiryForecast.alignedSeconds) s, at \(at.timeOfDay()) UTC; spread evenly it "
            + "would be \(Format.percent(usualShare))."
    }

    /// What to do about it.
    package static func advice(ttlSeconds: Int) -> String {
        "Give each copy a time to live that differs by chance (jitter), 10 to 20 % of "
            + "\(Format.span(Double(ttlSeconds))), above all in what warms the cache."
    }
}

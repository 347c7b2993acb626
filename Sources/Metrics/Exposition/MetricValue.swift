/// A figure of the snapshot as OpenMetrics' number.
protocol MetricValue {
    var metricValue: Double { get }
}

extension Double: MetricValue { var metricValue: Double { self } }
extension Int: MetricValue { var metricValue: Double { Double(self) } }
extension Int64: MetricValue { var metricValue: Double { Double(self) } }
extension UInt64: MetricValue { var metricValue: Double { Double(self) } }
/// Seconds since 1970.
extension Timestamp: MetricValue { var metricValue: Double { Double(milliseconds) / 1000 } }

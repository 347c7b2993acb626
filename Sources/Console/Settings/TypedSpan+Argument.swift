import ArgumentParser
package import Metrics

extension TypedSpan: ExpressibleByArgument {
    package init?(argument text: String) { self.init(text) }

    package var defaultValueDescription: String { "\(Int(seconds))s" }
}

/// An element of a list of the snapshot that files of an older schema lack: there it is empty.
package protocol LaterListed: Codable {}

extension HotKey: LaterListed {}
extension Stampede: LaterListed {}
extension ExpiryForecast: LaterListed {}
extension GenerationReport: LaterListed {}
extension Drift: LaterListed {}
extension Finding: LaterListed {}

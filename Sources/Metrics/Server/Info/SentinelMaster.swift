/// A master that a Sentinel watches, as its INFO lists it:
/// `master0:name=mymaster,status=ok,address=10.0.0.5:6379,slaves=1,sentinels=3`.
package struct SentinelMaster: Sendable, Hashable {
    package var name: String
    package var host: String
    package var port: Int

    package init(name: String, host: String, port: Int) {
        self.name = name
        self.host = host
        self.port = port
    }
}

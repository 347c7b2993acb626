/// How `rediss://` verifies the server: fully, unless told otherwise.
package struct RedisTLS: Sendable, Hashable {
    /// A PEM file with the authorities to trust; nil: those of the system.
    package var caFile: String?
    /// The name to ask for (SNI) and to find in the certificate; nil: the host of the endpoint,
    /// or no SNI and the peer's address if that is an IP literal.
    package var serverName: String?
    /// True: the certificate is not looked at. The screen has to say so.
    package var insecure: Bool

    package init(caFile: String? = nil, serverName: String? = nil, insecure: Bool = false) {
        self.caFile = caFile
        self.serverName = serverName
        self.insecure = insecure
    }
}

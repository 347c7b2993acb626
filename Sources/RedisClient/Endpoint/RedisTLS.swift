/// How `rediss://` verifies the server: fully, unless told otherwise.
package struct RedisTLS: Sendable, Hashable {
    /// A PEM file with the authorities to trust; nil: those of the system.
    package var caFile: String?
    /// The name to ask for (SNI) and to find in the certificate; nil: the host of the endpoint,
    /// or no SNI and the peer's address if that is an IP literal.
    package var serverName: String?
    /// True: the certificate is not looked at. The screen has to say so.
    package var insecure: Bool

    /// PEM files with this side's certificate (and its chain) and key, for servers that demand one; nil: it
    /// has none. Without a key file the key is in the certificate's.
    package var certificateFile: String?
    package var keyFile: String?

    package init(
        caFile: String? = nil, serverName: String? = nil, insecure: Bool = false,
        certificateFile: String? = nil, keyFile: String? = nil
    ) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.caFile = caFile
        self.serverName = serverName
        self.insecure = insecure
    }
}

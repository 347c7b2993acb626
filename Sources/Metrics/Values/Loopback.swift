/// The addresses that only this machine reaches.
package enum Loopback {
    /// - Parameter host: a name or an address; of IPv6 also in brackets. `127.example.com` is none.
    package static func contains(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
        return isIPv4 || ["localhost", "::1", "[::1]"].contains(host.lowercased())
    }
}

import FoundationEssentials
import NIOSSL

/// Reads the PEM files that the TLS options name; a failure says which option, which file and what is wrong.
struct TLSFiles {
    let endpoint: RedisEndpoint

    /// - Parameter option: by which the file was given, with or without being typed.
    func certificates(
        _ path: String, of option: String
    ) throws(RedisError) -> [NIOSSLCertificate] {
        let bytes = try read(path, of: option)
        guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
            throw failure("the file of \(option), \(path), holds no certificate in PEM form")
        }
        return found
    }

    func key(_ path: String, of option: String) throws(RedisError) -> NIOSSLPrivateKey {
        let bytes = try read(path, of: option)
        if String(decoding: bytes, as: UTF8.self).contains("ENCRYPTED") {
            throw failure(
                "the key in \(path) (\(option)) is encrypted; write it without a passphrase, as"
                    + " 'openssl pkey' does, readable by its owner alone")
        }
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw failure("the file of \(option), \(path), holds no private key in PEM form")
        }
        return key
    }

    private func read(_ path: String, of option: String) throws(RedisError) -> [UInt8] {
        let manager = FileManager.default
        var isFolder = false
        guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw failure("the file of \(option), \(path), does not exist")
        }
        guard !isFolder else { throw failure("\(path) (\(option)) is a folder, not a file") }
        guard let bytes = manager.contents(atPath: path) else {
            throw failure("the file of \(option), \(path), can't be read by this user")
        }
        return Array(bytes)
    }

    func failure(_ message: String) -> RedisError {
        RedisError(
            .certificateFile, endpoint: endpoint.description, attempted: RedisError.connecting,
            message: message)
    }
}

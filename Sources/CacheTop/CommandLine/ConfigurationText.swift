import Console

/// The text of the configuration file, once it is known to be a text and not too long.
struct ConfigurationText {
    static let longest = 256 << 10

    let text: String

    init(path: String) throws(Ending) {
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try FileInput.read(path, atMost: Self.longest)
        } catch {
            throw Self.failure(path, "can't be read: \(error.words)")
        }
        guard bytes.count <= Self.longest else {
            throw Self.failure(path, "has more than \(Self.longest >> 10) KiB; is it that file?")
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw Self.failure(path, "is not a text in UTF-8")
        }
        self.text = text
    }

    private static func failure(_ path: String, _ what: String) -> Ending {
        Ending(.failed, "the configuration file \(path) \(what).")
    }
}

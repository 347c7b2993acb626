/// Whether a key was there when it was looked at, and until when.
package enum KeyLife: String, Sendable, Hashable, Codable {
    case expires, never, gone
}

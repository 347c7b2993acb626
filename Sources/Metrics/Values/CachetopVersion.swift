/// The version of this program: `cachetop --version`, and the User-Agent of its requests.
package enum CachetopVersion {
    package static let current = "0.1.0"
}

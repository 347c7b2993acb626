/// A set of names in files that later versions of cachetop may extend: a name that this version does not know
/// is read as `other`.
package protocol ExtensibleKind: RawRepresentable, Codable where RawValue == String {
    static var other: Self { get }
}

extension ExtensibleKind {
    package init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        self = Self(rawValue: name) ?? .other
    }
}

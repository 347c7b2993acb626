/// Where text that is too long loses its characters.
package enum Truncation: Sendable, Hashable {
    case end
    /// For keys: `product:…:v128` keeps the resource and the generation.
    case middle
    /// Without an ellipsis, for text whose rest is of no use.
    case clip
}

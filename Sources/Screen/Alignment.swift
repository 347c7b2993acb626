/// Where text stands in the room it has.
package enum Alignment: Sendable, Hashable {
    case leading, trailing, center
}

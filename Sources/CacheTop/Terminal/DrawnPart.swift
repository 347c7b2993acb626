/// How much of a frame went out.
enum DrawnPart: Sendable {
    case nothing, some, whole
}

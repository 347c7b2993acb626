import Synchronization

final class DropCount: Sendable {
    let value = Atomic<Int>(0)
}

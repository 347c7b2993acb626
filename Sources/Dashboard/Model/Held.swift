/// A large value that is copied by reference: until one of two copies changes, they share it.
///
/// Each widget of a frame has the state, and a snapshot has hundreds of references: copied field by
/// field they took a sixth of the processor time. An array of one element gives copies on write, and
/// lends its element in place.
@propertyWrapper
package struct Held<Value: Sendable>: Sendable {
    private var values: [Value]

    package init(wrappedValue: Value) { values = [wrappedValue] }

    package var wrappedValue: Value {
        _read { yield values[0] }
        _modify { yield &values[0] }
    }
}

/// The received bytes of the reply that is open, side by side, and the only reads of them: each compares
/// with their end first.
///
/// Offsets and pointers into the bytes stay right until an `append` that returns true.
struct ReceivedBytes: ~Copyable {
    typealias Failure = ReplyReader.Failure

    private static let smallest = 16 << 10
    /// An empty buffer larger than this is given back.
    private static let idle = 256 << 10
    private static let longestLine = 64 << 10

    private var buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Self.smallest, alignment: 16)
    /// Where the open reply begins, and where the bytes end.
    private var start = 0
    private var end = 0

    deinit { buffer.deallocate() }

    /// Bytes of the open reply.
    var open: Int { end - start }

    /// The reply before is done with.
    mutating func begin(at position: Int) { start = min(position, end) }

    /// Adds bytes.
    /// - Parameter position: a place in them, which moves as they do.
    /// - Returns: whether the bytes of the open reply have moved; `position` is then its beginning.
    mutating func append(
        _ bytes: UnsafeRawBufferPointer, moving position: inout Int
    ) -> Bool {
        let open = open
        let needed = open + bytes.count
        let hasToMove = start > 0 || needed > buffer.count
        if needed > buffer.count || (open == 0 && buffer.count > Self.idle) {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(Self.smallest, needed, open > 0 ? 2 * buffer.count : 0),
                alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            buffer.deallocate()
            buffer = larger
        } else if start > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        }
        start = 0
        end = needed
        UnsafeMutableRawBufferPointer(rebasing: buffer[open..<needed]).copyMemory(from: bytes)
        if hasToMove || open == 0 { position = 0 }
        return hasToMove
    }

    @inline(__always)
    func byte(at index: Int) -> UInt8? { index < end ? buffer[index] : nil }

    /// The number that begins there, and where its line ends; nil: the line is not there as a whole.
    ///
    /// As hiredis takes it: no sign but a minus, no leading zero.
    /// - Parameter isLength: nothing below -1 then.
    @inline(__always)
    func number(
        at first: Int, isLength: Bool = true
    ) throws(Failure) -> (value: Int, end: Int)? {
        var index = first
        var value = 0
        let isNegative = index < end && buffer[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let digits = index
        while index < end {
            let digit = buffer[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            if index - digits < 18 {
                value = value &* 10 &+ Int(digit)
            } else {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(Int(digit))
                guard !overflow, !carry else { throw .malformed("a number is too great") }
                value = sum
            }
            index += 1
        }
        guard index + 1 < end else { return nil }
        let count = index - digits
        guard buffer[index] == 13, buffer[index + 1] == 10, count > 0,
            buffer[digits] != UInt8(ascii: "0") || (count == 1 && !isNegative),
            !isLength || !isNegative || value == 1
        else { throw .malformed("not a number") }
        return (isNegative ? -value : value, index + 2)
    }

    /// The string of this length that begins there; nil: it and its line end are not there as a whole.
    @inline(__always)
    func string(at first: Int, length: Int) throws(Failure) -> UnsafeRawPointer? {
        guard end - first >= 2, length <= end - first - 2, let base = buffer.baseAddress else {
            return nil
        }
        guard buffer[first + length] == 13, buffer[first + length + 1] == 10 else {
            throw .malformed("a string does not end where it should")
        }
        return UnsafeRawPointer(base + first)
    }

    /// The line that begins there, and its length without its end; nil: it is not there as a whole.
    func line(at first: Int) throws(Failure) -> (UnsafeRawPointer, length: Int)? {
        var index = first
        while index + 1 < end {
            if buffer[index] == 13, buffer[index + 1] == 10 {
                return buffer.baseAddress.map { (UnsafeRawPointer($0 + first), index - first) }
            }
            index += 1
            guard index - first < Self.longestLine else { throw .malformed("a line is too long") }
        }
        return nil
    }
}

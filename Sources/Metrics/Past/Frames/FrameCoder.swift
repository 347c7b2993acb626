/// Writes the numbers of a snapshot one after the other into bytes, or reads them back.
///
/// One description (`Snapshot.code`) serves both ways, so that what is written is what is read. A
/// number has seven digits (a `Float`); its NaN stands for null. Counters are exact.
struct FrameCoder {
    private(set) var bytes: [UInt8]
    private let isReading: Bool
    private let at: Timestamp
    private var position = 0
    /// Where numbers stand that curves read; nil: they are not looked for.
    private(set) var places: [Place: Int]?

    /// Names a number, so that it is found again without the rest.
    enum Place: Hashable {
        /// Slots are resources, in their order.
        static let total = -1
        case usedBytes, maxBytes, unclassifiedBytes, opsPerSecond
        /// How much of the windows of this length was observed.
        case covered(seconds: Int)
        /// Hits, then misses.
        case window(slot: Int, seconds: Int)
        case keys(slot: Int)
        case bytes(slot: Int)
    }

    init(locatingAt at: Timestamp) {
        self.init(writingAt: at)
        places = [:]
    }

    mutating func name(_ place: @autoclosure () -> Place) {
        guard places != nil else { return }
        places?[place()] = bytes.count
    }

    init(writingAt at: Timestamp) {
        bytes = []
        isReading = false
        self.at = at
    }

    init(reading bytes: [UInt8], at: Timestamp) {
        self.bytes = bytes
        isReading = true
        self.at = at
    }

    mutating func number(_ value: inout Double?) {
        var bits = Self.bits(of: value)
        integer(&bits)
        guard isReading else { return }
        let float = Float(bitPattern: bits)
        value = float.isNaN ? nil : Double(float)
    }

    mutating func number(_ value: inout UInt64?) {
        var double = value.map { Double($0) }
        number(&double)
        if isReading { value = double.map { UInt64(saturating: $0) } }
    }

    mutating func number(_ value: inout UInt64) {
        var optional: UInt64? = value
        number(&optional)
        if isReading { value = optional ?? 0 }
    }

    mutating func number(_ value: inout Int) {
        var optional: UInt64? = UInt64(clamping: value)
        number(&optional)
        if isReading { value = Int(clamping: optional ?? 0) }
    }

    /// A moment as seconds before the frame's own.
    mutating func moment(_ value: inout Timestamp?) {
        var age = value.map { at.seconds(since: $0) }
        number(&age)
        if isReading { value = age.map { at.adding(seconds: -$0) } }
    }

    mutating func exact(_ value: inout Int64?) {
        var isThere: UInt8 = value == nil ? 0 : 1
        var bits = UInt64(bitPattern: value ?? 0)
        integer(&isThere)
        integer(&bits)
        if isReading { value = isThere == 1 ? Int64(bitPattern: bits) : nil }
    }

    mutating func flag(_ value: inout Bool?) {
        var byte: UInt8 = value.map { $0 ? 1 : 0 } ?? 2
        integer(&byte)
        if isReading { value = byte > 1 ? nil : byte == 1 }
    }

    /// By its place among all of its kind.
    mutating func kind<Kind: CaseIterable & Equatable>(_ value: inout Kind?) {
        let all = Array(Kind.allCases)
        var byte = value.flatMap { all.firstIndex(of: $0) }.flatMap { UInt8(exactly: $0) } ?? .max
        integer(&byte)
        if isReading { value = all[safe: Int(byte)] }
    }

    private static let shareSteps = 250.0

    /// 0…1 in a byte, for a bar.
    mutating func share(_ value: inout Double?) {
        var byte = value.map { UInt8((min(max($0, 0), 1) * Self.shareSteps).rounded()) } ?? .max
        integer(&byte)
        if isReading { value = byte == .max ? nil : Double(byte) / Self.shareSteps }
    }

    private static func bits(of value: Double?) -> UInt32 {
        guard let value, !value.isNaN else { return Float.nan.bitPattern }
        let most = Double(Float.greatestFiniteMagnitude)
        return Float(min(max(value, -most), most)).bitPattern
    }

    private mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(
        _ value: inout Value
    ) {
        let size = Value.bitWidth / 8
        guard isReading else {
            for byte in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
            return
        }
        guard position + size <= bytes.count else { return }
        value = (0..<size).reduce(0) { $0 | Value(bytes[position + $1]) << (8 * $1) }
        position += size
    }
}

/// The names that a sweep met, in bounded memory: a sample of them with the keys of each, and a filter of
/// all.
///
/// The sample is the names with the lowest hashes (bottom-k; Cohen and Kaplan, "Summarizing Data using
/// Bottom-k Sketches", 2007): all names while they fit, and then an even part of them. Such a name is in it
/// from its first key on, so its keys are counted whole. 1,024 names and 32 KiB of text at most, so about
/// 0.25 MiB with the filter.
package struct SweptNames: Sendable, Hashable {
    package static let limit = 1024
    package static let byteLimit = 32 * 1024
    /// A longer name is in the filter only.
    package static let longest = 256

    package struct Name: Sendable, Hashable {
        package var bytes: [UInt8]
        package var keys: Int
        fileprivate var hash: UInt64
    }

    /// Ascending by hash.
    package private(set) var names: [Name] = []
    package private(set) var filter = NameFilter()
    private var textBytes = 0
    /// Names of this hash and above had no room; nil: all had.
    private var end: UInt64?

    private let limit: Int
    private let byteLimit: Int

    package init(limit: Int = Self.limit, byteLimit: Int = Self.byteLimit) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    /// - Parameter name: of one more key.
    package mutating func add(_ name: [UInt8]) {
        let hash = Self.hash(name)
        filter.insert(hash)
        guard name.count <= Self.longest, end.map({ hash < $0 }) ?? true else { return }
        let place = place(of: hash, name)
        if place < names.count, names[place].hash == hash, names[place].bytes == name {
            names[place].keys += 1
            return
        }
        names.insert(Name(bytes: name, keys: 1, hash: hash), at: place)
        textBytes += name.count
        while names.count > limit || textBytes > byteLimit, let last = names.popLast() {
            textBytes -= last.bytes.count
            end = last.hash
            // One of the same hash would come back without the keys that it had.
            while let same = names.last, same.hash == last.hash {
                names.removeLast()
                textBytes -= same.bytes.count
            }
        }
    }

    /// One that is in no sample.
    mutating func note(_ name: [UInt8]) { filter.insert(Self.hash(name)) }

    /// Whether the sweep may have met it; false is certain.
    package func contains(_ name: [UInt8]) -> Bool { filter.contains(Self.hash(name)) }

    /// How many different names there were: exact while all have room.
    package var count: UInt64 {
        guard let end else { return UInt64(names.count) }
        let share = Double(end) / 18_446_744_073_709_551_616
        return UInt64(saturating: Double(names.count) / share)
    }

    /// Whether each that was met is among `names`, or too long for them.
    package var isWhole: Bool { end == nil }

    package var byteCount: Int {
        textBytes + names.count * (MemoryLayout<Name>.stride + 32) + filter.byteCount
    }

    private static func hash(_ name: [UInt8]) -> UInt64 {
        name.withUnsafeBufferPointer { KeySketch.hash($0) }
    }

    /// Where it is, or belongs.
    private func place(of hash: UInt64, _ name: [UInt8]) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            let other = names[middle]
            let isBefore =
                other.hash != hash
                ? other.hash < hash : other.bytes.lexicographicallyPrecedes(name)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

import Foundation
import Metrics
import Testing

/// A name of a later version is read as `other`, and those that are known as they are.
struct ExtensibleKindTests {
    private func decoded<Kind: ExtensibleKind>(_ name: String, _: Kind.Type) throws -> Kind {
        try JSONDecoder().decode([Kind].self, from: Data(#"["\#(name)"]"#.utf8))[0]
    }

    private func check<Kind: ExtensibleKind & Equatable>(_ known: Kind) throws {
        #expect(try decoded("somethingNew", Kind.self) == .other)
        #expect(try decoded(known.rawValue, Kind.self) == known)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Kind].self, from: Data("[1]".utf8))
        }
        let text = String(decoding: try JSONEncoder().encode([known]), as: UTF8.self)
        #expect(text == #"["\#(known.rawValue)"]"#)
    }

    @Test func unknownNamesAreOther() throws {
        try check(RecordedStep.Kind.unlink)
        try check(Drift.Kind.counterMissing)
        try check(Drift.Cause.evicted)
        try check(Reconciliation.Reading.agrees)
        try check(TimelineEntry.Kind.flush)
    }
}

import Foundation
import Testing

/// Holds every file under Sources/ against the house's rules.
@Suite struct HouseTests {
    static let files: [SourceFile] = {
        let sources = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap {
            $0 as? String
        }
        return (paths ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            let source = try? String(contentsOf: sources.appending(path: path), encoding: .utf8)
            return source.map { SourceFile(path: path, source: $0) }
        }
    }()

    @Test func everyTargetIsRead() {
        let targets = Set(Self.files.map(\.target)).union(AllowedImports.doors)
        #expect(targets == Set(AllowedImports.table.keys))
    }

    @Test(arguments: files.map(\.path)) func aFileKeepsTheRules(path: String) throws {
        let file = try #require(Self.files.first { $0.path == path })
        let offences = HouseRules.offences(in: file)
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    @Test func aTypeLivesInTheFileOfItsName() {
        let offences = Self.files.flatMap { FileNames.offences(in: $0) }
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("package struct B: Sendable {", ["B"]), ("@MainActor\nfinal class B {", ["B"]),
        ("package struct A<T> {", []), ("private struct B {}", []), ("    struct B {}", []),
        ("enum B: Error { case c }", ["B"]), ("extension B {", []), ("protocol B {", ["B"]),
    ])
    func aStrayTypeIsFound(source: String, types: [String]) {
        let file = SourceFile(path: "Metrics/A.swift", source: source)
        #expect(FileNames.offences(in: file).count == types.count)
    }

    @Test func commandsThatChangeTheCacheAreSentInOnePlace() {
        let offences = Self.files.flatMap { SingleExecutor.offences(in: $0) }
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
        let source = #"try await connection.send(RedisCommand("INCR", key: key))"#
        for (path, count) in [("LiveCache/A.swift", 1), ("Invalidation/A.swift", 0)] {
            let file = SourceFile(path: path, source: source)
            #expect(SingleExecutor.offences(in: file).count == count)
        }
    }

    @Test func nothingIsDecidedByDisplayText() {
        let offences = Self.files.flatMap { DisplayTextRule.offences(in: $0) }
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
        for (source, count) in [
            (#"if record.scope.hasPrefix("search") {}"#, 1), ("let a = message.contains(b)", 1),
            ("let a = keys.contains(b)", 0), ("// message.contains(b)", 0),
        ] {
            let file = SourceFile(path: "LiveCache/A.swift", source: source)
            #expect(DisplayTextRule.offences(in: file).count == count, "\(source)")
        }
    }

    @Test func oneFileStandsBehindEachDoor() {
        let offences = HouseRules.doorOffences(in: Self.files)
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    @Test func aPanelIsRegisteredOnce() {
        let panels = PanelRules.names(in: Self.files)
        #expect(panels.count >= 6)
        let offences = Self.files.flatMap { PanelRules.offences(in: $0, panels: panels) }
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("        case .hitRate: 1", 1), ("case .hitRate, .ttl: 2", 1), ("case .ttl: 2", 1),
        ("if focus == .ttl {", 0), ("case .hitRates: 1", 0), ("case .fresh: .ttl", 0),
    ])
    func aSwitchOverPanelsIsFound(source: String, offences: Int) {
        let file = SourceFile(path: "Dashboard/A.swift", source: source)
        #expect(
            PanelRules.offences(in: file, panels: ["hitRate", "ttl"]).count == offences)
    }

    @Test func aPanelHasNoLimitOfItsOwn() {
        let panels = Self.files.filter(PanelLimits.concerns)
        #expect(panels.count > 8)
        let offences = panels.flatMap { PanelLimits.offences(in: $0) }
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("let style: Style = ratio >= 0.95 ? .barCritical : .bar", 2),
        ("private static let notableLag = 2.0", 1), ("if lag > 2 {", 1),
        ("return gaps > 0\n    ? .warning : .plain", 1), ("if (share ?? 0) >= 10 {", 1),
        ("if rect.height >= 16 {", 0), ("if replicas > 0 {", 0), ("guard width < 100 else {", 0),
        ("let style = shown.style(of: .memoryFull)", 0), ("Double(second) * 2", 0),
    ])
    func aLimitIsFound(source: String, offences: Int) {
        let file = SourceFile(path: "Dashboard/Panels/A.swift", source: source)
        #expect(PanelLimits.offences(in: file).count == offences)
    }

    @Test func aPanelDrawsFigures() {
        let panels = Self.files.filter(PanelFigures.concerns)
        #expect(panels.count > 6)
        let offences = panels.flatMap { PanelFigures.offences(in: $0) }
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
        for (source, count) in [
            ("let text = Format.bytes(report.bytes)", 1), ("let a = shown.memory.usedBytes", 1),
            ("if shown.server.windows.isEmpty {", 1), ("readings.used.line()", 0),
            ("state.shown.resources.count", 0),
        ] {
            let file = SourceFile(path: "Dashboard/Panels/A.swift", source: source)
            #expect(PanelFigures.offences(in: file).count == count, "\(source)")
        }
    }

    @Test func noFunctionIsTooLong() {
        let offences = Self.files.flatMap { FunctionLength.offences(in: $0) }
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    /// An exception goes when its function is short enough.
    @Test func eachExceptionIsNeeded() {
        let long = Self.files.flatMap { file in
            FunctionLength.long(in: file).map { "\(file.path) \($0.name)" }
        }
        #expect(Set(long) == Set(FunctionLength.exceptions.keys))
    }

    @Test(arguments: [
        ("    func a() {", 41, true), ("    func a() {", 40, false),
        ("    package init?(_ a: Int = 0) {", 41, true), ("let a = f {", 41, false),
        ("private mutating func a(\n  b: () -> Void = {}\n) async throws {", 41, true),
        ("func a()\n}\nfunc b() { return }\nlet c = {", 41, false),
        ("    // func a() {", 41, false),
    ])
    func aLongFunctionIsFound(head: String, lines: Int, isFound: Bool) {
        let source = ([head] + Array(repeating: "    b()", count: lines) + ["    }"])
            .joined(separator: "\n")
        let file = SourceFile(path: "Metrics/A.swift", source: source)
        #expect(FunctionLength.offences(in: file).count == (isFound ? 1 : 0))
    }
}

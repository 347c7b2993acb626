import Testing

/// The rules find what they are there to find: each snippet is one offence.
@Suite struct HouseRulesTests {
    @Test(arguments: [
        ("Screen", "import Foundation"),
        ("Screen", "import Metrics"),
        ("Dashboard", "package import RedisClient"),
        ("Dashboard", "@preconcurrency import CNcurses"),
        ("Dashboard", "@preconcurrency package import Foundation"),
        ("Metrics", "import Foundation"),
        ("Metrics", "import struct Foundation.Date"),
        ("RedisClient", "import Foundation"),
        ("Screen", "import Darwin"),
        ("Metrics", "  import Foundation.NSDate"),
        ("Metrics", "import DequeModule; import Glibc"),
        ("RedisClient", "internal import Foundation"),
        ("LiveCache", "import Screen"),
        ("Storefront", "import Dashboard"),
        ("Console", "import LiveCache"),
        ("Console", "let connection: RedisConnection"),
        ("Console", "func draw(on canvas: Canvas) {}"),
        ("Newcomer", "let x = 1"),
        ("Metrics", "let t = ContinuousClock().measure {}"),
        ("Metrics", "let t: Timestamp = .now"),
        ("Dashboard", "f(at: Timestamp.now)"),
        ("Dashboard", "let d = Date()"),
        ("Dashboard", "func load() async {}"),
        ("Screen", "final class Canvas {}"),
        ("Screen", "let a = b!"),
        ("Screen", "let a = b![0]"),
        ("Screen", "let a = f(x)!"),
        ("Screen", "var a: Int!"),
        ("Screen", #"let a = "\(b!)""#),
        ("CacheTop", "try! run()"),
        ("CacheTop", "let a = b as! Int"),
        ("CacheTop", #"fatalError("no")"#),
        ("LiveCache", "final class A: @unchecked Sendable {}"),
        ("CacheTop", "nonisolated(unsafe) var a = 1"),
        ("Storefront", "Task.detached {}"),
    ])
    func anOffenceIsFound(target: String, source: String) {
        let offences = HouseRules.offences(
            in: SourceFile(path: "\(target)/A.swift", source: source))
        #expect(offences.count == 1, "\(offences)")
    }

    @Test(arguments: [
        ("Screen", "import Swift"),
        ("LiveCache", "import FoundationEssentials\n    import Glibc"),
        ("Metrics", "internal import DequeModule\nimport struct FoundationEssentials.Data"),
        ("Dashboard", "let left = retryAt - state.now"),
        ("Dashboard", "let subclass = awaiting; let update = Update()"),
        ("Dashboard", "self.now = now"),
        ("Screen", "// class, await, import Foundation, x!\nlet a = !b"),
        ("Screen", "/* import Foundation /* nested! */ fatalError */ let a = b != c"),
        ("Screen", #"let a = "import Foundation! \"x!\" fatalError""#),
        ("Screen", "let a = \"\"\"\n    import Foundation\n    \"no!\" class\n    \"\"\""),
        ("Screen", ##"let a = #"fatalError "quoted" \(x!)"#"##),
        ("CacheTop", "import CNcurses\nnonisolated(unsafe) var window = 1"),
    ])
    func whatIsAllowedIsNot(target: String, source: String) {
        let offences = HouseRules.offences(
            in: SourceFile(path: "\(target)/A.swift", source: source))
        #expect(offences.isEmpty, "\(offences)")
    }

    @Test func aDoorHasExactlyOneFile() {
        let curses = SourceFile(path: "CacheTop/A.swift", source: "import CNcurses")
        let hiredis = SourceFile(path: "RedisClient/A.swift", source: "import CHiredis")
        let rescue = SourceFile(path: "CacheTop/C.swift", source: "import CTerminal")
        let yaml = SourceFile(path: "Console/A.swift", source: "import CYaml")
        let zlib = SourceFile(path: "Storefront/A.swift", source: "import CZlib")
        let second = SourceFile(path: "RedisClient/B.swift", source: "import CHiredis.read")
        #expect(HouseRules.doorOffences(in: [curses, hiredis, rescue, yaml, zlib]).isEmpty)
        #expect(
            HouseRules.doorOffences(in: [curses, hiredis, rescue, yaml, zlib, second]).count == 1)
        #expect(HouseRules.doorOffences(in: []).count == 5)
    }

    @Test func linesKeepTheirNumbers() {
        let source = "/*\n*/\nlet a = \"\"\"\n  text\n  \"\"\"\nimport Foundation"
        let offences = HouseRules.offences(in: SourceFile(path: "Screen/A.swift", source: source))
        #expect(offences == ["Screen/A.swift:6: Screen may not import Foundation"])
    }
}

import Foundation
import Glibc
import TestSupport
import Testing

@testable import CacheTop

/// Real files, links, FIFOs and devices: a regular file is replaced whole, everything else is written to.
@Suite(.timeLimit(.minutes(5))) struct WholeFileTests {
    private let bytes = Array("{\"a\": 1}\n".utf8)

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "/cachetop-file-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer {
            _ = chmod(folder, 0o700)
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await body(folder)
    }

    private func contents(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map(Array.init)
    }

    private func facts(_ path: String) throws -> stat {
        var facts = stat()
        try #require(lstat(path, &facts) == 0)
        return facts
    }

    @Test func aNewFileIsItsOwnersAlone() async throws {
        try await inFolder { folder in
            try WholeFile.write(bytes, to: "\(folder)/new.json")
            #expect(contents("\(folder)/new.json") == bytes)
            #expect(try facts("\(folder)/new.json").st_mode == S_IFREG | 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["new.json"])
        }
    }

    @Test func aFileThatIsThereIsReplacedAndKeepsItsMode() async throws {
        try await inFolder { folder in
            let path = "\(folder)/old.json"
            try Data(repeating: 7, count: 100_000).write(to: URL(filePath: path))
            try #require(chmod(path, 0o644) == 0)
            let before = try facts(path).st_ino
            // A reader that has it open keeps the old one whole.
            let reader = try #require(FileHandle(forReadingAtPath: path))
            try WholeFile.write(bytes, to: path)
            #expect(contents(path) == bytes)
            #expect(try facts(path).st_mode & 0o777 == 0o644)
            #expect(try facts(path).st_ino != before)
            #expect(try reader.readToEnd()?.count == 100_000)
        }
    }

    @Test(arguments: ["there.json", "sub/there.json", "absent.json"])
    func aLinkStaysAndItsFileIsWritten(target: String) async throws {
        try await inFolder { folder in
            try FileManager.default.createDirectory(
                atPath: "\(folder)/sub", withIntermediateDirectories: false)
            if !target.hasPrefix("absent") {
                try Data("old".utf8).write(to: URL(filePath: "\(folder)/\(target)"))
            }
            let manager = FileManager.default
            try manager.createSymbolicLink(
                atPath: "\(folder)/second", withDestinationPath: target)
            try manager.createSymbolicLink(
                atPath: "\(folder)/first", withDestinationPath: "\(folder)/second")
            try WholeFile.write(bytes, to: "\(folder)/first")
            for link in ["first", "second"] {
                #expect(try facts("\(folder)/\(link)").st_mode & S_IFMT == S_IFLNK)
            }
            #expect(contents("\(folder)/\(target)") == bytes)
        }
    }

    @Test func aLinkThatLeadsToItselfIsAnError() async throws {
        try await inFolder { folder in
            let path = "\(folder)/round"
            try FileManager.default.createSymbolicLink(
                atPath: path, withDestinationPath: "round")
            let ending = #expect(throws: (any Error).self) { try WholeFile.write(bytes, to: path) }
            #expect("\(ending as Any)".contains("symbolic links"))
        }
    }

    @Test func aFIFOGetsTheBytesAndStays() async throws {
        try await inFolder { folder in
            let path = "\(folder)/fifo"
            try #require(mkfifo(path, 0o600) == 0)
            async let read = Executable.env.run(["cat", path])
            try WholeFile.write(bytes, to: path)
            #expect(Array(try await read.output.utf8) == bytes)
            #expect(try facts(path).st_mode & S_IFMT == S_IFIFO)
        }
    }

    /// A node of the test's own, where it may make one: never the system's, which root could replace.
    @Test func aDeviceIsWrittenToAndStays() async throws {
        try await inFolder { folder in
            let isRoot = geteuid() == 0
            let full = isRoot ? "\(folder)/full" : "/dev/full"
            // /dev/full is the character device 1, 7. A container's root may make none.
            if isRoot, mknod(full, S_IFCHR | 0o600, 1 << 8 | 7) != 0 { return }
            let before = try facts(full)
            guard access(full, W_OK) == 0 else { return }
            let ending = #expect(throws: (any Error).self) { try WholeFile.write(bytes, to: full) }
            #expect("\(ending as Any)".contains("No space left"), "\(ending as Any)")
            #expect(try facts(full).st_rdev == before.st_rdev)
        }
    }

    /// A descriptor's name, such as /dev/stdout behind `>> log`: what others have written there stays.
    @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "link to /dev/fd/"])
    func anOpenFileIsWrittenToAndNotReplaced(name: String) async throws {
        try await inFolder { folder in
            let path = "\(folder)/log"
            try Data("before\n".utf8).write(to: URL(filePath: path))
            let before = try facts(path).st_ino
            let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
            try #require(file >= 0)
            defer { close(file) }
            var given = "\(name)\(file)"
            if name.hasPrefix("link") {
                given = "\(folder)/link"
                try FileManager.default.createSymbolicLink(
                    atPath: given, withDestinationPath: "/dev/fd/\(file)")
            }
            try WholeFile.write(bytes, to: given)
            #expect(contents(path) == Array("before\n".utf8) + bytes)
            #expect(try facts(path).st_ino == before)
        }
    }

    /// The same process id comes again in every container.
    @Test func whatAKilledRunLeftBehindIsInNoOnesWay() async throws {
        try await inFolder { folder in
            let path = "\(folder)/a.json"
            try Data("half".utf8).write(to: URL(filePath: "\(path).\(getpid()).tmp"))
            try WholeFile.write(bytes, to: path)
            #expect(contents(path) == bytes)
        }
    }

    @Test func aFolderIsNamedAsOne() async throws {
        try await inFolder { folder in
            let ending = #expect(throws: (any Error).self) {
                try WholeFile.write(bytes, to: folder)
            }
            #expect("\(ending as Any)".contains("Is a directory"))
            // Also root may make nothing there.
            let refused = #expect(throws: (any Error).self) {
                try WholeFile.write(bytes, to: "/proc/cachetop.json")
            }
            #expect("\(refused as Any)".contains("choose another place"))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.isEmpty)
        }
    }
}

import Console
import FoundationEssentials
import Glibc

/// The executable of `--on-alert`, once it is known that it may be run: no one else can have written it.
struct AlertCommand: Sendable, Hashable {
    /// From the root.
    let path: String

    init(_ setting: Setting) throws(Ending) {
        path = Self.absolute(setting.text)
        if let problem = Self.problem(path) {
            throw Ending(.usedWrongly, "\(setting.place) is '\(setting.text)': \(problem).")
        }
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// Why it can't be run, as the end of a sentence; nil: it can.
    var problem: String? { Self.problem(path) }

    private static func problem(_ path: String) -> String? {
        let facts: FileFacts
        do {
            facts = try FileFacts(path: path)
        } catch {
            return path.contains(" ")
                ? "\(error.words). It is one path without arguments: put them into a script"
                : "\(error.words). Name an executable file"
        }
        guard facts.isRegular else {
            return "it is no regular file. Name an executable file"
        }
        guard access(path, X_OK) == 0 else {
            return "it is not executable for this user. Run 'chmod u+x' on it"
        }
        if isWritableByOthers(facts) {
            return "other users can write to it, and what they write would be run. "
                + "Run 'chmod go-w' on it, and let it belong to you or to root"
        }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        // In a sticky folder (/tmp) no one replaces another's file.
        if let folder = try? FileFacts(path: parent.isEmpty ? "/" : parent),
            folder.mode & S_ISVTX == 0, isWritableByOthers(folder)
        {
            return "other users can write to its folder, and could replace it. Move it, or run "
                + "'chmod go-w' on the folder"
        }
        return nil
    }

    /// A group of one's own (Debian gives each user one) is no one else.
    private static func isWritableByOthers(_ facts: FileFacts) -> Bool {
        if facts.owner != 0, facts.owner != geteuid() { return true }
        if facts.mode & S_IWOTH != 0 { return true }
        return facts.mode & S_IWGRP != 0 && facts.group != getegid()
    }
}

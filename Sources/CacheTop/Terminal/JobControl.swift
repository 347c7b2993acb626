import Glibc

/// Whether a shell could bring the program back after ^Z.
///
/// The kernel's rule for a process group that is not orphaned (POSIX, 2.1.108): a process in it has a parent
/// of another group in the same session. That parent is the shell with job control; without one (the command
/// of a container, of tmux or of ssh) a stopped program would never run again.
nonisolated enum JobControl {
    static var canResume: Bool {
        var child = getpid()
        for _ in 0..<64 {
            guard let parent = parent(of: child), parent > 0, getsid(parent) == getsid(0) else {
                return false
            }
            if getpgid(parent) != getpgrp() { return true }
            child = parent
        }
        return false
    }

    private static func parent(of process: pid_t) -> pid_t? {
        if process == getpid() { return getppid() }
        guard let file = fopen("/proc/\(process)/stat", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = fread(&buffer, 1, buffer.count, file)
        // PID (NAME) STATE PARENT …, and a name may have brackets and blanks.
        let text = String(decoding: buffer.prefix(count), as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? pid_t(fields[1]) : nil
    }
}

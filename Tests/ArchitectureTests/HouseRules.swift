/// One file under Sources/, as the rules see it.
struct SourceFile {
    /// Relative to Sources/: `Screen/Widgets/Table.swift`.
    let path: String
    let source: String
    let text: SwiftText

    init(path: String, source: String) {
        self.path = path
        self.source = source
        text = SwiftText(source)
    }

    var target: String { String(path.prefix { $0 != "/" }) }

    /// The modules it imports, with the line of each. `import struct X.Y` and `import X.Y` are X.
    var imports: [(line: Int, module: String)] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        return text.lines.enumerated().flatMap { number, line in
            line.split(separator: ";").compactMap { statement in
                var words = statement.split { $0 == " " || $0 == "\t" }
                while let first = words.first, first.hasPrefix("@") || Self.access.contains(first) {
                    words.removeFirst()
                }
                guard words.first == "import", words.count > 1 else { return nil }
                let name = kinds.contains(String(words[1])) ? words.dropFirst(2).first : words[1]
                return name.map { (number + 1, String($0.prefix { $0 != "." })) }
            }
        }
    }

    private static let access: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private",
    ]
}

/// The house's rules about source text. Each returns the offences, a sentence each.
enum HouseRules {
    static func offences(in file: SourceFile) -> [String] {
        var found = imports(of: file)
        if AllowedImports.pure.contains(file.target) {
            found += uses(of: clocks + ["async", "await", "class"], in: file, because: "is pure")
        }
        if AllowedImports.trapless.contains(file.target) {
            found += uses(
                of: ["fatalError", "preconditionFailure", "try!", "as!"], in: file,
                because: "must not trap")
            found += forcedUnwraps(in: file)
        }
        found += uses(
            of: AllowedImports.wordsNotIn[file.target] ?? [], in: file,
            because: "uses values only of what it imports")
        if !file.imports.contains(where: { AllowedImports.doors.contains($0.module) }) {
            found += uses(
                of: ["@unchecked Sendable", "nonisolated(unsafe)", "Task.detached"], in: file,
                because: "is not behind a C door")
        }
        return found
    }

    /// One file each imports a C library.
    static func doorOffences(in files: [SourceFile]) -> [String] {
        AllowedImports.doors.sorted().compactMap { door in
            let users = files.filter { $0.imports.contains { $0.module == door } }.map(\.path)
            return users.count == 1
                ? nil : "\(door) must be imported by exactly one file, not by \(users.sorted())"
        }
    }

    private static func imports(of file: SourceFile) -> [String] {
        guard AllowedImports.table[file.target] != nil else {
            return ["\(file.path): the target \(file.target) is not in AllowedImports"]
        }
        return file.imports.filter { !AllowedImports.permits($0.module, in: file.target) }.map {
            "\(file.path):\($0.line): \(file.target) may not import \($0.module)"
        }
    }

    private static let clocks = [
        "Date(", "ContinuousClock", "SuspendingClock", "NIODeadline", "DispatchTime",
        "ProcessInfo", "clock_gettime", "gettimeofday", "mach_absolute_time", "CFAbsoluteTime",
        // `.now` of a type or alone; the `now` of a value came in with an action.
        ".now",
    ]

    private static func uses(
        of terms: [String], in file: SourceFile, because reason: String
    ) -> [String] {
        text(of: file).flatMap { number, line in
            terms.filter { contains($0, in: line) }.map {
                "\(file.path):\(number): '\($0)', but \(file.target) \(reason)"
            }
        }
    }

    private static func text(of file: SourceFile) -> [(Int, String)] {
        file.text.lines.enumerated().map { ($0 + 1, $1) }
    }

    /// As a whole word. A term that begins with a dot must follow a type's name or no name.
    static func contains(_ term: String, in line: String) -> Bool {
        var rest = Substring(line)
        while let range = rest.firstRange(of: term) {
            let after = rest[range.upperBound...].first
            let before = line[..<range.lowerBound]
            let endsWord = term.last.map(isWord) != true || after.map(isWord) != true
            if endsWord, term.hasPrefix(".") ? isType(before) : startsWord(term, before) {
                return true
            }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private static func startsWord(_ term: String, _ before: Substring) -> Bool {
        term.first.map(isWord) != true || before.last.map(isWord) != true
    }

    private static func isType(_ before: Substring) -> Bool {
        if let last = before.last, last == ")" || last == "]" || last == "?" { return false }
        let name = before.reversed().prefix(while: isWord).last
        return name.map(\.isUppercase) ?? true
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    /// A `!` behind an expression (or a type: an implicit unwrap), and not the operator `!=`.
    private static func forcedUnwraps(in file: SourceFile) -> [String] {
        text(of: file).compactMap { number, line in
            let characters = Array(line)
            for index in characters.indices.dropFirst() where characters[index] == "!" {
                let before = characters[index - 1]
                let isEqual = index + 1 < characters.count && characters[index + 1] == "="
                let isKeyword = line.prefixes(upTo: index, endIn: ["try", "as"])
                if isWord(before) || ")]?\"".contains(before), !isEqual, !isKeyword {
                    return
                        "\(file.path):\(number): a forced unwrap, but \(file.target) must not trap"
                }
            }
            return nil
        }
    }
}

extension String {
    fileprivate func prefixes(upTo index: Int, endIn words: [String]) -> Bool {
        let before = prefix(index)
        return words.contains { before == $0 || before.hasSuffix(" \($0)") }
    }
}

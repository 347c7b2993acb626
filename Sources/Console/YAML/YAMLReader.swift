import CYaml

/// Reads a YAML text with libyaml. The only file that knows libyaml.
///
/// Tags (`!!int`) and merges (`<<`) have no meaning here: a value is a text, and what it must be is decided
/// by whoever reads it.
package struct YAMLReader {
    /// Levels of lists and mappings, one within the other.
    package static let deepest = 64
    /// Aliases multiply: a few lines could stand for more values than any memory holds.
    package static let mostFromAliases = 2_000

    private var building = YAMLBuilder()

    private init() {}

    /// - Returns: nil for a text without a value.
    /// - Throws: where it is no YAML, and what stands there twice, goes too deep or multiplies.
    package static func read(_ text: String) throws(YAMLFailure) -> YAMLNode? {
        var reader = YAMLReader()
        let failure: YAMLFailure?
        let bytes = Array(text.utf8)
        failure = bytes.withUnsafeBufferPointer { buffer in
            do throws(YAMLFailure) {
                try reader.parse(buffer)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
        return reader.building.root
    }

    private mutating func parse(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLFailure) {
        // It keeps a pointer to itself.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw YAMLFailure(line: 1, problem: "there is no memory left to read it")
        }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        var isOver = false
        while !isOver {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else {
                throw Self.failure(parser.pointee)
            }
            defer { yaml_event_delete(&event) }
            isOver = event.type == YAML_STREAM_END_EVENT
            try take(event)
        }
    }

    private static func failure(_ parser: yaml_parser_t) -> YAMLFailure {
        let problem = parser.problem.map { String(cString: $0) } ?? "it can't be read"
        let context = parser.context.map { String(cString: $0) + ", " } ?? ""
        return YAMLFailure(
            line: Int(clamping: parser.problem_mark.line) + 1, problem: context + problem)
    }

    private mutating func take(_ event: yaml_event_t) throws(YAMLFailure) {
        let line = Int(clamping: event.start_mark.line) + 1
        switch event.type {
        case YAML_DOCUMENT_START_EVENT where building.root != nil:
            throw YAMLFailure(line: line, problem: "a second document begins; one is taken")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let text = String(decoding: bytes, as: UTF8.self)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            try building.add(
                YAMLNode(.scalar(text, isPlain: isPlain), line: line),
                anchor: Self.text(scalar.anchor))
        case YAML_ALIAS_EVENT:
            try building.addAlias(Self.text(event.data.alias.anchor) ?? "", line: line)
        case YAML_SEQUENCE_START_EVENT:
            try building.open(
                .sequence, line: line, anchor: Self.text(event.data.sequence_start.anchor))
        case YAML_MAPPING_START_EVENT:
            try building.open(
                .mapping, line: line, anchor: Self.text(event.data.mapping_start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            try building.close()
        default: break
        }
    }

    private static func text(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        anchor.map { String(cString: $0) }
    }
}

/// What one Unicode scalar does on a terminal: takes one or two columns, joins the cell before
/// it, or must not reach a terminal at all.
///
/// Widths are scalar by scalar, as `wcwidth` counts and most terminals draw. Whatever makes
/// terminals disagree (joiners, variation selectors, skin tones) or deceives the eye (bidi
/// controls, invisible and odd spaces) is shown as an escape instead: a key name that can't be
/// told from another is worse than an ugly one.
enum ScalarClass: Equatable {
    case spacing(columns: Int)
    case combining
    case escaped

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value >= 0x20 && value < 0x7F {
            self = .spacing(columns: 1)
            return
        }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isVariationSelector
            || properties.isEmojiModifier
        {
            self = .escaped
            return
        }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            self = .escaped
        case .nonspacingMark, .enclosingMark:
            self = .combining
        default:
            if Self.joiningHangul.contains(where: { $0.contains(value) }) {
                self = .combining
            } else {
                self = .spacing(columns: Self.isWide(scalar) ? 2 : 1)
            }
        }
    }

    /// Vowels and final consonants of decomposed Hangul: they complete the syllable before them.
    private static let joiningHangul: [ClosedRange<UInt32>] = [
        0x1160...0x11FF, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB,
    ]

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x1100 { return false }
        if wideRanges.contains(where: { $0.contains(value) }) { return true }
        // A lone regional indicator is narrow; two of them, a flag, take two columns.
        return scalar.properties.isEmojiPresentation && !(0x1F1E6...0x1F1FF).contains(value)
    }

    /// Wide and Fullwidth in Unicode 15's EastAsianWidth.txt, without the emoji (the standard
    /// library knows those) and with the unassigned gaps closed (those are escaped before).
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul initial consonants
        0x2329...0x232A,  // angle brackets
        0x2E80...0x303E,  // CJK radicals and punctuation
        0x3041...0x4DBF,  // kana, CJK compatibility, extension A
        0x4DC0...0xA4C6,  // hexagrams, unified ideographs, Yi
        0xA960...0xA97C,  // Hangul extended A
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // compatibility ideographs
        0xFE10...0xFE19,  // vertical forms
        0xFE30...0xFE6B,  // compatibility and small forms
        0xFF01...0xFF60,  // fullwidth forms
        0xFFE0...0xFFE6,  // fullwidth signs
        0x16FE0...0x1B2FB,  // Tangut, Khitan, Kana extensions
        0x1F200...0x1F265,  // enclosed ideographs
        0x20000...0x3FFFD,  // ideographs, planes 2 and 3
    ]
}

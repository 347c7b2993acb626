/// The characters of which lines, bars and curves are made, as shapes in a cell of 1 by 1: drawn as
/// such they meet without gaps, whatever font a viewer has.
nonisolated enum CellShape: Sendable, Hashable {
    case box(x: Double, y: Double, width: Double, height: Double)
    /// From the middle to these sides.
    case lines(left: Bool, right: Bool, up: Bool, down: Bool)
    /// Which of the eight dots are set, by the bits of Unicode's braille patterns.
    case dots(UInt32)

    /// nil: it is a letter like others.
    init?(_ text: String) {
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
            return nil
        }
        switch scalar.value {
        case 0x2581...0x2588:
            let height = Double(scalar.value - 0x2580) / 8
            self = .box(x: 0, y: 1 - height, width: 1, height: height)
        case 0x2589...0x258F:
            self = .box(x: 0, y: 0, width: Double(0x2590 - scalar.value) / 8, height: 1)
        case 0x2800...0x28FF: self = .dots(scalar.value - 0x2800)
        default:
            guard let sides = Self.sides[text] else { return nil }
            self = .lines(
                left: sides.contains("l"), right: sides.contains("r"), up: sides.contains("u"),
                down: sides.contains("d"))
        }
    }

    private static let sides: [String: String] = [
        "─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "├": "rud", "┤": "lud",
        "┬": "lrd", "┴": "lru", "┼": "lrud",
    ]

    /// SVG elements in a cell at a place.
    func elements(x: Double, y: Double, width: Double, height: Double, color: String) -> String {
        switch self {
        case .box(let left, let top, let across, let down):
            return SVGElement.rectangle(
                x: x + left * width, y: y + top * height, width: across * width,
                height: down * height, color: color)
        case .lines(let left, let right, let up, let down):
            return lines(
                (left, right, up, down), x: x, y: y, width: width, height: height, color: color)
        case .dots(let bits):
            return (0..<8).filter { bits & (1 << $0) != 0 }.map { bit in
                // Bits 0-2 and 6 are the left column, 3-5 and 7 the right one.
                let column = bit < 6 ? bit / 3 : bit - 6
                let row = bit < 6 ? bit % 3 : 3
                return SVGElement.circle(
                    x: x + (0.25 + 0.5 * Double(column)) * width,
                    y: y + (0.125 + 0.25 * Double(row)) * height, radius: width / 7, color: color)
            }.joined()
        }
    }

    private func lines(
        _ sides: (left: Bool, right: Bool, up: Bool, down: Bool), x: Double, y: Double,
        width: Double, height: Double, color: String
    ) -> String {
        let (middleX, middleY) = (x + width / 2, y + height / 2)
        var elements = ""
        if sides.left || sides.right {
            let from = sides.left ? x : middleX
            let to = sides.right ? x + width : middleX
            elements += SVGElement.rectangle(
                x: from, y: middleY - 0.5, width: to - from, height: 1, color: color)
        }
        if sides.up || sides.down {
            let from = sides.up ? y : middleY
            let to = sides.down ? y + height : middleY
            elements += SVGElement.rectangle(
                x: middleX - 0.5, y: from, width: 1, height: to - from, color: color)
        }
        return elements
    }
}

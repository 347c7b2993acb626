/// Prices as shoppers sort them: from the first number (in euros) up to below the second.
enum PriceBand {
    static let all: [(name: String, below: Int)] = [
        ("0-20", 2000), ("20-50", 5000), ("50-100", 10_000), ("100-200", 20_000),
        ("200+", Int.max),
    ]

    static func name(ofPrice cents: Int) -> String {
        all.first { cents < $0.below }?.name ?? "200+"
    }

    static func rank(_ name: String) -> Int {
        all.firstIndex { $0.name == name } ?? all.count
    }

    static let sql =
        "CASE "
        + all.dropLast().map { "WHEN p.price < \($0.below) THEN '\($0.name)'" }
        .joined(separator: " ") + " ELSE '200+' END"
}

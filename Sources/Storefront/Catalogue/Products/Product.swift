import Metrics

/// A product, as the shop's pages show it.
struct Product: Sendable, Hashable {
    let id: Int
    let name: String
    let brand: String
    /// The slug.
    let category: String
    let material: String
    /// In cents.
    let price: Int
    let stock: Int
    let rating: Double
    let reviews: Int
    /// Empty where only a line of a list was read.
    let description: String
}

extension Product {
    /// A made-up product: everything about it follows from the seed, its number and how often it was
    /// changed.
    init(id: Int, revision: Int, seed: UInt64) {
        var fixed = SplitMix64(seed: seed ^ UInt64(id) &* 0xd134_2543_de82_ef95)
        func pick(_ words: [String]) -> String {
            words[Int.random(in: words.indices, using: &fixed)]
        }
        self.id = id
        let index = Words.category(ofProduct: id)
        category = Words.slugs[index]
        brand = pick(Words.brands)
        let adjective = pick(Words.adjectives)
        material = pick(Words.materials)
        name = "\(adjective) \(material) \(Words.nouns[index])"
        let basePrice = Int.random(in: 499...24_999, using: &fixed)
        rating = Double(Int.random(in: 25...50, using: &fixed)) / 10
        reviews = Int.random(in: 0...2400, using: &fixed)
        description = (0..<Int.random(in: 4...14, using: &fixed))
            .map { _ in pick(Words.sentences) }.joined(separator: " ")
        var moving = SplitMix64(seed: seed &+ UInt64(id) &+ UInt64(revision) << 32)
        price = basePrice * Int.random(in: 80...110, using: &moving) / 100
        stock = max(0, Int.random(in: -20...400, using: &moving))
    }
}

/// What names and texts are made of.
enum Words {
    static let nouns = [
        "Shoes", "Boots", "Sandals", "Slippers", "Jacket", "Coat", "Shirt", "Sweater", "Trousers",
        "Shorts", "Dress", "Skirt", "Socks", "Scarf", "Gloves", "Hat", "Belt", "Bag", "Backpack",
        "Wallet", "Watch", "Lamp", "Chair", "Table", "Shelf", "Rug", "Curtain", "Pillow", "Blanket",
        "Towel", "Mug", "Plate", "Bowl", "Knife", "Pan", "Kettle", "Speaker", "Headphones",
        "Keyboard", "Bottle",
    ]
    static let slugs = nouns.map { $0.lowercased() }
    static let adjectives = [
        "Light", "Warm", "Classic", "Modern", "Compact", "Foldable", "Waterproof", "Soft", "Sturdy",
        "Slim", "Wide", "Vintage", "Everyday", "Outdoor", "Travel", "Kids",
    ]
    static let materials = [
        "Cotton", "Wool", "Leather", "Linen", "Steel", "Oak", "Bamboo", "Canvas", "Denim", "Felt",
        "Glass", "Cork",
    ]
    static let brands = [
        "Nordhav", "Alder & Ash", "Kestrel", "Fjell", "Lumen", "Marrow", "Tidewater", "Hollis",
        "Birke", "Quarry", "Solveig", "Pike",
    ]
    static let sentences = [
        "Made to be used every day, for years.", "Washes at thirty degrees and keeps its shape.",
        "Cut from one piece, so that nothing can come apart.",
        "The colour may differ a little from what your screen shows.",
        "Comes in a box made from recycled paper.",
        "Our customers tell us that it runs small: if in doubt, take the larger size.",
        "Tested by people who walk to work in the rain.",
        "Spare parts are available for at least ten years.",
        "Designed in the north, where winters are long.",
        "Two years of warranty, three if you register it.",
        "Sent within a day when ordered before noon.", "Goes well with nearly everything.",
    ]

    /// Products are dealt to the categories like cards.
    static func category(ofProduct id: Int) -> Int { id % nouns.count }
}

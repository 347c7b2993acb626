struct NewProduct: Sendable, Hashable {
    var name: String
    var category: String
    var price: Money
    var stock = 0
    var brand = ""
    var material = ""
    var description = ""
}

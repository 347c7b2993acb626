/// Something that happened to the catalogue.
enum CatalogueChange: Sendable, Hashable {
    case inserted(id: String)
    case updated(id: String)
    case deleted(id: String)

    var id: String {
        switch self {
        case .inserted(let id), .updated(let id), .deleted(let id): id
        }
    }
}

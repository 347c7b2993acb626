extension String {
    /// A key's name as it is drawn: an empty one, which Redis allows, would look like none.
    var shownName: String { isEmpty ? "\"\"" : self }
}

extension String {
    /// At most so many characters, of which the last or the middle ones stand for what is left out.
    func shortened(to limit: Int, inMiddle: Bool = false, ellipsis: String) -> String {
        guard count > limit, limit > ellipsis.count else { return self }
        let room = limit - ellipsis.count
        guard inMiddle else { return prefix(room) + ellipsis }
        return prefix(room - room / 2) + ellipsis + suffix(room / 2)
    }
}

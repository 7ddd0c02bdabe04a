extension String {
    /// Spaces behind, up to that many columns.
    public func padded(to width: Int) -> String { self + blank(to: width) }

    /// Spaces in front, up to that many columns.
    public func indented(to width: Int) -> String { blank(to: width) + self }

    private func blank(to width: Int) -> String { String(repeating: " ", count: max(0, width - displayWidth)) }

    /// As much as has room in that many columns; what is left out is told by an ellipsis.
    public func clipped(to width: Int) -> String {
        if displayWidth <= width { return self }
        var result = ""
        var used = 1
        for character in self {
            used += String(character).displayWidth
            if used > width { break }
            result.append(character)
        }
        return width < 1 ? "" : result + "…"
    }
}

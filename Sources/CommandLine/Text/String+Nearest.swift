extension String {
    /// The name that was probably meant: the one with the fewest edits, if
    /// at most a third of the letters differ. Of equals the first.
    func nearest(of names: [String]) -> String? {
        let limit = Swift.max(1, utf8.count / 3)
        let ranked = names.map { (name: $0, distance: editDistance(to: $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
        return best.name
    }

    /// How many letters must be inserted, removed, replaced or swapped with
    /// their neighbour to get from one text to the other (optimal string
    /// alignment).
    func editDistance(to other: String) -> Int {
        let from = Array(utf8)
        let to = Array(other.utf8)
        // Row i holds the distances from the first i letters of `from` to
        // every beginning of `to`; the last two rows suffice.
        var beforePrevious = [Int]()
        var previous = Array(0...to.count)
        for i in from.indices {
            var row = [i + 1]
            for j in to.indices {
                let replaced = previous[j] + (from[i] == to[j] ? 0 : 1)
                var distance = Swift.min(previous[j + 1] + 1, row[j] + 1, replaced)
                if i > 0, j > 0, from[i] == to[j - 1], from[i - 1] == to[j] {
                    distance = Swift.min(distance, beforePrevious[j - 1] + 1)
                }
                row.append(distance)
            }
            beforePrevious = previous
            previous = row
        }
        return previous[to.count]
    }
}

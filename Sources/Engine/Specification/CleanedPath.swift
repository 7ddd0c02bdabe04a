extension String {
    /// The same path as an absolute one without `.`, `..` and doubled slashes,
    /// by its letters alone: `..` at the root stays there. Inside a container's
    /// root the kernel still resolves every symbolic link by itself.
    var cleanedPath: String {
        var kept = [Substring]()
        for component in utf8.split(separator: UInt8(ascii: "/")).map({ Substring($0) }) where component != "." {
            if component == ".." {
                _ = kept.popLast()
            } else {
                kept.append(component)
            }
        }
        return kept.isEmpty ? "/" : kept.reduce(into: "") { $0 += "/" + $1 }
    }
}

extension String {
    /// The same path as an absolute one without `.`, `..` and doubled slashes,
    /// by its letters alone: `..` at the root stays there. Inside a container's
    /// root the kernel still resolves every symbolic link by itself.
    var cleanedPath: String {
        var kept = [Substring]()
        for component in split(separator: "/") where component != "." {
            if component == ".." {
                _ = kept.popLast()
            } else {
                kept.append(component)
            }
        }
        return "/" + kept.joined(separator: "/")
    }
}

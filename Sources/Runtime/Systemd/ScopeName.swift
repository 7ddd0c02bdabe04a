/// Which unit a container is to be, and in which slice (systemd.scope(5),
/// systemd.slice(5)): `linux.cgroupsPath` as `SLICE:PREFIX:NAME`.
struct ScopeName: Hashable, Sendable {
    /// `docker-1f3a.scope`.
    var unit: String
    /// `system.slice`.
    var slice: String

    /// - Parameter path: empty for a unit named after the container.
    init(path: String, containerID: String) throws(RuntimeError) {
        let field = "linux.cgroupsPath"
        if path.isEmpty {
            self.init(unit: "skiff-\(containerID).scope", slice: Self.standardSlice)
            return
        }
        let parts = path.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, !parts[2].isEmpty else {
            throw .invalid(
                field: field,
                reason: "\"\(path)\" is not SLICE:PREFIX:NAME, such as system.slice:docker:1234, "
                    + "which --systemd-cgroup needs")
        }
        guard !parts[2].hasSuffix(".slice") else {
            throw .invalid(field: field, reason: "\"\(parts[2])\" is a slice, in which systemd has no processes")
        }
        guard parts[0].isEmpty || parts[0].hasSuffix(".slice") else {
            throw .invalid(field: field, reason: "\"\(parts[0])\" is no slice: its name has to end with .slice")
        }
        self.init(
            unit: (parts[1].isEmpty ? "" : parts[1] + "-") + parts[2] + ".scope",
            slice: parts[0].isEmpty ? Self.standardSlice : parts[0])
    }

    private init(unit: String, slice: String) {
        self.unit = unit
        self.slice = slice
    }

    private static let standardSlice = "system.slice"

    /// Where the unit's group is going to be: a slice's name tells the slices
    /// that it is in, `a-b.slice` lies in `a.slice`.
    var expectedPath: String {
        guard slice != "-.slice" else { return "/" + unit }
        var path = ""
        var name = ""
        for component in slice.dropLast(".slice".count).split(separator: "-") {
            name += name.isEmpty ? component : "-" + component
            path += "/\(name).slice"
        }
        return "\(path)/\(unit)"
    }
}

extension DeviceOption {
    /// `HOST[:CONTAINER][:PERMISSIONS]`: `/dev/fuse`, `/dev/sda:/dev/xvda:r`.
    public init(parsing text: String) throws(InvalidOption) {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        var permissions = "rwm"
        if parts.count > 1, let last = parts.last, !last.hasPrefix("/") {
            permissions = last
            parts.removeLast()
        }
        guard parts.count <= 2 else { throw InvalidOption("must be HOST[:CONTAINER[:PERMISSIONS]]") }
        for path in parts where !path.hasPrefix("/") {
            throw InvalidOption("\"\(path)\" is not an absolute path")
        }
        guard !permissions.isEmpty, permissions.allSatisfy({ "rwm".contains($0) }),
            Set(permissions).count == permissions.count
        else {
            throw InvalidOption("the permissions \"\(permissions)\" are not of the letters rwm")
        }
        self.init(hostPath: parts[0], containerPath: parts[parts.count - 1], permissions: permissions)
    }
}

extension ResourceLimitOption {
    /// The limits of getrlimit(2), as Docker names them.
    private static let names = [
        "as", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss",
        "rtprio", "rttime", "sigpending", "stack",
    ]

    /// `nofile=1024:2048`, `nofile=1024` for both limits, `core=-1`.
    public init(parsing text: String) throws(InvalidOption) {
        let limit = try KeyValue(parsing: text)
        let name = limit.key
        guard Self.names.contains(name) else {
            throw InvalidOption("no limit \"\(name)\"; there are \(Self.names.joined(separator: ", "))")
        }
        let parts = limit.value.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard (1...2).contains(parts.count), let soft = parts[0], let hard = parts[parts.count - 1],
            soft >= -1, hard >= -1
        else {
            throw InvalidOption("must be \(name)=SOFT[:HARD] in numbers, -1 for no limit")
        }
        self.init(name: name, soft: soft, hard: hard)
    }
}

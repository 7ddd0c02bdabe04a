/// The sets of the tables: all that changes while containers come and go.
extension Firewall {
    /// Their names, which the rules refer to.
    enum SetName {
        static let bridges = "bridges"
        static let bridged = "bridged"
        static let isInternal = "internal"
        static let masquerading = "masquerading"
        static let subnets = "subnets"
        static let published = "published"
        static let publishedAt = "published_at"
        static let lap = "lap"
        static let lapAt = "lap_at"
    }

    /// All of one table.
    static func sets(_ family: FilterFamily) -> [FilterSet] {
        let address: FilterSet.Field = family == .ip ? .ipv4Address : .ipv6Address
        let port: [FilterSet.Field] = [.transport, .port]
        let target: [FilterSet.Field] = [address, .port]
        return [
            FilterSet(SetName.bridges, [.linkName], comment: "all bridges of Skiff's networks"),
            FilterSet(SetName.bridged, [.linkName, .linkName], comment: "whose containers reach each other"),
            FilterSet(SetName.isInternal, [.linkName], comment: "cut off from everything else"),
            FilterSet(SetName.masquerading, [.linkName], comment: "what leaves has the host's address"),
            FilterSet(SetName.subnets, [address, .linkName], hasRanges: true, comment: "which subnet is behind which"),
            FilterSet(SetName.published, port, data: target, comment: "ports of every address of the host"),
            FilterSet(
                SetName.publishedAt, [address] + port, data: target, comment: "ports of one address of the host"),
            FilterSet(SetName.lap, port, comment: "the same ports, on their way through the host's input rules"),
            FilterSet(SetName.lapAt, [address] + port, comment: "the same, of one address"),
        ]
    }
}

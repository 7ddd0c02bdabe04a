/// Huge pages: cgroup-v2.rst "HugeTLB", cgroup-v1/hugetlb.rst.
enum HugeTLB: ControllerSettings {
    static let controller = Controller.hugetlb

    /// Bounds both what is used and, where the kernel counts it, what is
    /// reserved: a reservation without bound fails only when it is touched, by SIGBUS.
    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        let suffix = version == .v1 ? "limit_in_bytes" : "max"
        return limits.hugePages.sorted { $0.key < $1.key }.flatMap { size, bound in
            let text = bound.text(on: version)
            return [
                Setting("hugetlb-\(size)", "hugetlb.\(size).\(suffix)", text, asked: bound.bytesText),
                Setting("hugetlb-\(size)-rsvd", "hugetlb.\(size).rsvd.\(suffix)", text, asked: bound.bytesText)
                    .whereSupported,
            ]
        }
    }

    /// The use by page size.
    static func statistics(in group: GroupDirectory) throws(CgroupError) -> [String: Statistics.HugePages] {
        var pages: [String: Statistics.HugePages] = [:]
        let suffix = group.version == .v1 ? ".limit_in_bytes" : ".max"
        for file in try group.files() where file.hasPrefix("hugetlb.") && file.hasSuffix(suffix) {
            let size = file.dropFirst("hugetlb.".count).dropLast(suffix.count)
            guard !size.contains(".") else { continue }
            pages[String(size)] =
                switch group.version {
                case .v1:
                    Statistics.HugePages(
                        current: try group.number("hugetlb.\(size).usage_in_bytes"),
                        peak: try group.number("hugetlb.\(size).max_usage_in_bytes"),
                        failures: try group.number("hugetlb.\(size).failcnt"))
                case .v2:
                    Statistics.HugePages(
                        current: try group.number("hugetlb.\(size).current"),
                        failures: try group.keyedValues("hugetlb.\(size).events")?["max"])
                }
        }
        return pages
    }
}

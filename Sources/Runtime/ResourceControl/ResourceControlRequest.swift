import OCI

/// `linux.intelRdt`, checked: which class of service a container is to be in,
/// and whether it is watched.
struct ResourceControlRequest: Hashable, Sendable {
    /// The directory of the class.
    let classID: String
    /// Whether the specification names the class: one that it doesn't name is
    /// the container's own, and goes with it.
    let isNamed: Bool
    /// Lines for `schemata`; none: the class has to be there already if it is named.
    let schemata: [String]
    let isMonitored: Bool

    init(_ rdt: RuntimeSpec.IntelRdt, containerID: String) throws(RuntimeError) {
        let classID = rdt.classID ?? containerID
        guard !["", ".", "..", "info", "mon_groups", "mon_data"].contains(classID),
            !classID.utf8.contains(where: { [0, 10, UInt8(ascii: "/")].contains($0) })
        else {
            throw .invalid(
                field: "\(ResourceControl.field).closID",
                reason: "\"\(classID)\" can't be the name of a class of service")
        }
        self.classID = classID
        isNamed = rdt.classID != nil
        schemata = try Self.lines(rdt)
        isMonitored =
            rdt.enableMonitoring == true || rdt.enableCacheMonitoring == true || rdt.enableBandwidthMonitoring == true
    }

    /// The deprecated fields first, so that `schemata` has the last word. A
    /// memory bandwidth in the cache's field would be obeyed by the kernel, and
    /// is what the specification forbids.
    private static func lines(_ rdt: RuntimeSpec.IntelRdt) throws(RuntimeError) -> [String] {
        let cache = (rdt.l3CacheSchema ?? "").split(separator: "\n").map(String.init)
        let cacheLines = cache.filter { !$0.drop { $0 == " " }.hasPrefix("MB:") }
        var lines = cacheLines
        if let bandwidth = rdt.memoryBandwidthSchema, !bandwidth.isEmpty {
            guard bandwidth.hasPrefix("MB:"), !bandwidth.contains("\n") else {
                throw .invalid(
                    field: "\(ResourceControl.field).memBwSchema", reason: "is not a line that starts with MB:")
            }
            lines.append(bandwidth)
        }
        for (index, line) in (rdt.schemata ?? []).enumerated() {
            guard !line.isEmpty, !line.utf8.contains(10), !line.utf8.contains(0) else {
                throw .invalid(field: "\(ResourceControl.field).schemata[\(index)]", reason: "is not one line")
            }
            lines.append(line)
        }
        return lines
    }
}

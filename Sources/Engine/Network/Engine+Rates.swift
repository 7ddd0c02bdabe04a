import Cgroups
import LinuxSystem
import Networks

extension Engine {
    /// The rates of a running container's links as rows of its limits: two a link, and none where nothing was asked.
    /// - Parameter pid: a process in its network namespace.
    func rateRows(of container: Container, pid: Int32) throws -> [LimitsReport.Row] {
        let attachments = try containerNetwork(of: container.id)?.attachments.filter { $0.rate != nil } ?? []
        guard !attachments.isEmpty else { return [] }
        let links = try Self.links(in: Descriptor.open("/proc/\(pid)/ns/net", [.readOnly]))
        var rows = [LimitsReport.Row]()
        for attachment in attachments {
            if let rate = attachment.rate?.incoming {
                rows.append(
                    .rate("in", rate, attachment) { () throws(NetworkError) in
                        try links.readIncomingRate(of: attachment, label: container.id)
                    })
            }
            if let rate = attachment.rate?.outgoing {
                rows.append(
                    .rate("out", rate, attachment) { () throws(NetworkError) in
                        try links.readOutgoingRate(of: attachment, label: container.id)
                    })
            }
        }
        return rows
    }

    private static func links(in namespace: borrowing Descriptor) throws(EngineError) -> ContainerLinks {
        do throws(NetworkError) { return try ContainerLinks(in: namespace) } catch { throw EngineError(error) }
    }
}

extension LimitsReport.Row {
    /// - Parameters:
    ///   - way: as `--network-rate` calls it.
    ///   - asked: bits a second.
    fileprivate static func rate(
        _ way: String, _ asked: UInt64, _ attachment: NetworkAttachment,
        _ read: () throws(NetworkError) -> RateReading
    ) -> LimitsReport.Row {
        var row = LimitsReport.Row(
            name: "network-rate \(way)", asked: LinkRate.text(of: asked), file: "tbf of \(attachment.interface)")
        do throws(NetworkError) {
            let reading = try read()
            row.file = "tbf at \(reading.link) (\(attachment.interface))"
            row.kernel = reading.rate.map(LinkRate.text)
            row.use =
                "\(ByteCount.text(reading.speed))/s, \(ByteCount.text(reading.passed)) in all, "
                + "\(reading.lost) packets lost"
            if reading.rate == nil { row.note = "no limit" }
        } catch {
            // A container that may change its links is in the way of nobody but itself.
            row.note = "\(error)"
        }
        return row
    }
}

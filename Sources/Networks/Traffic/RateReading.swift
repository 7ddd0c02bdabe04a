import Glibc
import LinuxSystem

/// What the kernel has of a link's rate, one way, and what has come of it so far.
public struct RateReading: Hashable, Sendable {
    /// The host's link that waits.
    public let link: String
    /// Bits a second; `nil`: there is no limit, whoever removed it.
    public let rate: UInt64?
    /// Bytes a second, on the average of the last seconds.
    public let speed: UInt64
    /// Bytes that have passed.
    public let passed: UInt64
    /// Packets that had no room to wait.
    public let lost: UInt64

    /// The numbers of <linux/pkt_sched.h> and <linux/gen_stats.h>.
    private enum Field {
        static let parameters = 1
        static let longRate = 4
        static let basic = 1
        static let estimate = 2
        static let queue = 3
        static let longEstimate = 5
    }

    /// - Parameter discipline: a link's, as the kernel tells it; `nil`: it has none that anybody made.
    init(link: String, _ discipline: NetlinkAttributes?) {
        self.link = link
        guard let discipline, discipline.first(TrafficControl.kind)?.text == "tbf" else {
            (rate, speed, passed, lost) = (nil, 0, 0, 0)
            return
        }
        let options = discipline.first(TrafficControl.options)?.attributes
        // struct tc_tbf_qopt, whose first twelve bytes are struct tc_ratespec, whose last four are the rate.
        let short = options?.first(Field.parameters).map { Self.number($0, at: 8, bytes: 4) }
        rate = (options?.first(Field.longRate)?.number ?? short).map { $0 * 8 }
        let statistics = discipline.first(TrafficControl.statistics)?.attributes
        let read = { (field: Int, offset: Int, bytes: Int) in
            statistics?.first(field).map { Self.number($0, at: offset, bytes: bytes) }
        }
        speed = read(Field.longEstimate, 0, 8) ?? read(Field.estimate, 0, 4) ?? 0
        passed = read(Field.basic, 0, 8) ?? 0
        // struct gnet_stats_queue: packets and bytes that wait, then those that were lost.
        lost = read(Field.queue, 8, 4) ?? 0
    }

    private static func number(_ attribute: NetlinkAttributes.Attribute, at offset: Int, bytes: Int) -> UInt64 {
        attribute.value.dropFirst(offset).prefix(bytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension ContainerLinks {
    /// What keeps the rate of what comes to the container.
    /// - Parameter label: whose the links are (`attach`).
    /// - Throws: the link isn't there, which a container that may change its links can bring about.
    public func readIncomingRate(of attachment: Attachment, label: String) throws(NetworkError) -> RateReading {
        try NetworkError.wrapping { () throws(SystemError) in
            let end = try hostEnd(of: attachment, label: label)
            return RateReading(link: end.name, try host.discipline(ofLink: end.index, named: end.name))
        }
    }

    /// What keeps the rate of what the container sends.
    public func readOutgoingRate(of attachment: Attachment, label: String) throws(NetworkError) -> RateReading {
        try NetworkError.wrapping { () throws(SystemError) in
            let name = attachment.rateLink(label: label)
            let link = try host.requireLink(name)
            return RateReading(link: name, try host.discipline(ofLink: link.index, named: name))
        }
    }
}

extension NetlinkSocket {
    /// What is done with what leaves by a link; `nil` where nobody has said anything.
    fileprivate func discipline(ofLink index: UInt32, named name: String) throws(SystemError) -> NetlinkAttributes? {
        var question = NetlinkBatch()
        // Without `echo` older kernels tell it to everybody but who asks.
        question.message(TrafficControl.getDiscipline, [.echo], "read the rate of", "the link \(name)") { batch in
            batch.trafficHeader(link: index, parent: TrafficControl.root)
        }
        do throws(SystemError) {
            return try ask(question).first?.attributes(after: 20)
        } catch {
            // ENOENT: none. EINVAL: one that every link has, which isn't told.
            guard error.errno == ENOENT || error.errno == EINVAL else { throw error }
            return nil
        }
    }
}

import LinuxSystem

/// The queueing discipline that sends no faster than a rate, and lets others wait until there is room
/// (tc-tbf(8)). It belongs to a link's sending side.
struct TokenBucket: Hashable, Sendable {
    /// Bytes a second.
    let rate: UInt64
    /// What may go at once after a pause: bytes.
    let burst: UInt32
    /// What may wait: bytes. What comes beyond that is lost.
    let limit: UInt32

    /// - Parameters:
    ///   - bits: a second.
    ///   - mtu: the longest packet in bytes: one that doesn't fit into the burst would never be sent.
    init(bits: UInt64, mtu: Int) {
        rate = max(bits / 8, 1)
        // 20 ms and 100 ms of it: a sender that has to wait longer takes packets for lost.
        burst = UInt32(clamping: max(rate / 50, 16 << 10, UInt64(mtu) + 64))
        limit = UInt32(clamping: UInt64(burst) + max(rate / 10, 32 << 10))
    }
}

/// The numbers of <linux/rtnetlink.h> and <linux/pkt_sched.h>.
enum TrafficControl {
    static let newDiscipline: UInt16 = 36
    static let deleteDiscipline: UInt16 = 37
    static let getDiscipline: UInt16 = 38
    static let newFilter: UInt16 = 44

    static let root: UInt32 = 0xffff_ffff
    static let ingress: UInt32 = 0xffff_fff1
    static let ingressHandle: UInt32 = 0xffff_0000

    static let kind = 1
    static let options = 2
    static let rateEstimator = 5
    static let statistics = 7
}

extension NetlinkBatch {
    /// `struct tcmsg`.
    mutating func trafficHeader(link: UInt32, handle: UInt32 = 0, parent: UInt32, information: UInt32 = 0) {
        append(UInt32(0))  // of no family
        for number in [link, handle, parent, information] { append(number) }
    }

    /// What leaves by the link waits in the bucket, whatever it did before.
    mutating func setBucket(_ bucket: TokenBucket, link: UInt32, named name: String) {
        let (parameters, longRate, burst) = (1, 4, 6)
        message(
            TrafficControl.newDiscipline, [.create, .replace], "limit the rate of", "the link \(name)"
        ) { batch in
            batch.trafficHeader(link: link, parent: TrafficControl.root)
            batch.attribute(TrafficControl.kind, "tbf")
            batch.attribute(TrafficControl.options) { batch in
                batch.attribute(parameters) { batch in
                    // struct tc_tbf_qopt: the rate, no peak, what may wait. The burst comes by an attribute of its own.
                    let (ethernet, none): (UInt8, UInt32) = (1, 0)
                    for byte in [0, ethernet, 0, 0, 0, 0, 0, 0] { batch.append(byte) }
                    batch.append(UInt32(clamping: bucket.rate))
                    for _ in 0..<3 { batch.append(none) }
                    for number in [bucket.limit, none, none] { batch.append(number) }
                }
                if bucket.rate > UInt64(UInt32.max) {
                    batch.attribute(longRate) {
                        $0.append(UInt32(truncatingIfNeeded: bucket.rate))
                        $0.append(UInt32(truncatingIfNeeded: bucket.rate >> 32))
                    }
                }
                batch.attribute(burst, bucket.burst)
            }
            batch.attribute(TrafficControl.rateEstimator) { batch in
                // struct tc_estimator: each second, by which the last four count most.
                for byte: UInt8 in [0, 2] { batch.append(byte) }
            }
        }
    }

    /// What leaves by the link no longer waits.
    mutating func removeBucket(link: UInt32, named name: String) {
        message(TrafficControl.deleteDiscipline, [], "end the limit of", "the link \(name)") { batch in
            batch.trafficHeader(link: link, parent: TrafficControl.root)
        }
    }

    /// Makes the place at which a link's incoming packets can be led elsewhere (tc(8), "ingress").
    mutating func addIngress(link: UInt32, named name: String) {
        message(
            TrafficControl.newDiscipline, [.create, .exclusive], "lead elsewhere what comes by", "the link \(name)"
        ) { batch in
            batch.trafficHeader(link: link, handle: TrafficControl.ingressHandle, parent: TrafficControl.ingress)
            batch.attribute(TrafficControl.kind, "ingress")
        }
    }

    /// And takes it away, with what led elsewhere.
    mutating func removeIngress(link: UInt32, named name: String) {
        message(TrafficControl.deleteDiscipline, [], "end the limit of", "the link \(name)") { batch in
            batch.trafficHeader(link: link, handle: TrafficControl.ingressHandle, parent: TrafficControl.ingress)
        }
    }

    /// All that comes by a link leaves by another one (tc-u32(8), tc-mirred(8)).
    mutating func redirectIncoming(link: UInt32, named name: String, to other: UInt32) {
        let firstOfAllProtocols: UInt32 = 0x0001_0300
        message(
            TrafficControl.newFilter, [.create, .exclusive], "lead elsewhere what comes by", "the link \(name)"
        ) { batch in
            batch.trafficHeader(link: link, parent: TrafficControl.ingressHandle, information: firstOfAllProtocols)
            batch.attribute(TrafficControl.kind, "u32")
            batch.attribute(TrafficControl.options) { batch in
                let (selector, actions, first) = (5, 7, 1)
                batch.attribute(selector) { batch in
                    // struct tc_u32_sel: the last word; one comparison, of no bits with none, which all packets pass.
                    let (isLast, count): (UInt8, UInt8) = (1, 1)
                    for byte in [isLast, 0, count, 0] { batch.append(byte) }
                    for _ in 0..<7 { batch.append(UInt32(0)) }
                }
                batch.attribute(actions) { $0.attribute(first) { $0.redirection(to: other) } }
            }
        }
    }

    private mutating func redirection(to link: UInt32) {
        attribute(TrafficControl.kind, "mirred")
        attribute(TrafficControl.options) { batch in
            let (parameters, stolen, leaves): (Int, UInt32, UInt32) = (2, 4, 1)
            batch.attribute(parameters) { batch in
                // struct tc_mirred: any index, the packet is gone from here, it leaves by that link.
                for number in [0, 0, stolen, 0, 0, leaves, link] { batch.append(number) }
            }
        }
    }
}

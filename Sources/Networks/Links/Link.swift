import Glibc
import LinuxSystem

/// What a link is told by rtnetlink(7): the numbers of <linux/rtnetlink.h> and
/// <linux/if_link.h>.
enum LinkMessage {
    static let newLink: UInt16 = 16
    static let deleteLink: UInt16 = 17
    static let getLink: UInt16 = 18
    static let newAddress: UInt16 = 20
    static let newRoute: UInt16 = 24
    static let getRoute: UInt16 = 26
}

enum LinkAttribute {
    static let hardwareAddress = 1
    static let name = 3
    static let mtu = 4
    static let lower = 5
    /// Of one end of a pair, the other one's number in the namespace where that is.
    static let peer = 5
    static let master = 10
    static let information = 18
    static let families = 26
    static let namespace = 28
    static let wanted = 29

    // Within `information`.
    static let kind = 1
    static let data = 2
    static let portKind = 4
    static let portData = 5
}

/// A link as the kernel shows it.
struct Link: Sendable {
    let index: UInt32
    let isUp: Bool
    /// The namespace's own link to itself.
    let isLoopback: Bool
    /// `bridge`, `veth`; empty: a device of the machine.
    let kind: String
}

extension NetlinkBatch {
    /// `struct ifinfomsg`.
    /// - Parameter index: zero: the link is named by an attribute.
    mutating func linkHeader(index: UInt32 = 0, isUp: Bool? = nil) {
        append(UInt32(0))  // of any family and type
        append(index)
        let up = UInt32(IFF_UP)
        append(isUp == true ? up : 0)
        append(isUp == nil ? 0 : up)
    }

    /// Sets a link up, and whatever else `body` says of it.
    mutating func setUp(_ name: String, _ body: (inout NetlinkBatch) -> Void = { _ in }) {
        message(LinkMessage.newLink, [], "set up", "the link \(name)") { batch in
            batch.linkHeader(isUp: true)
            batch.attribute(LinkAttribute.name, name)
            body(&batch)
        }
    }

    /// Gives a link an address, which is used at once: whether somebody else has it (RFC 4862, 5.4) is not asked,
    /// for we have seen to it.
    mutating func addAddress(_ address: InterfaceAddress, toLink index: UInt32, named name: String) {
        message(LinkMessage.newAddress, [.create, .replace], "add the address \(address) to", "the link \(name)") {
            batch in
            let withoutDetection: UInt8 = 0x02
            batch.append(address.address.family.number)
            batch.append(UInt8(address.prefixLength))
            batch.append(address.address.family == .v6 ? withoutDetection : 0)
            batch.append(UInt8(0))
            batch.append(index)
            let (anyAddress, local, broadcast) = (1, 2, 4)
            batch.attribute(anyAddress, address.address.bytes)
            batch.attribute(local, address.address.bytes)
            if address.address.family == .v4, address.prefixLength < 31 {
                batch.attribute(broadcast, address.subnet.last.bytes)
            }
        }
    }

    /// What has no other route goes to the gateway; `nil`: to the subnet itself, by the link alone.
    mutating func addRoute(to subnet: Subnet?, by gateway: IPAddress?, link index: UInt32, named name: String) {
        let family = (gateway ?? subnet?.address)?.family ?? .v4
        let subject = gateway.map { "the gateway \($0)" } ?? "the link \(name)"
        message(LinkMessage.newRoute, [.create, .replace], "add a route by", subject) { batch in
            let (main, boot, universe, ofLink, unicast): (UInt8, UInt8, UInt8, UInt8, UInt8) = (254, 3, 0, 253, 1)
            batch.append(family.number)
            batch.append(UInt8(subnet?.prefixLength ?? 0))
            for byte in [0, 0, main, boot, gateway == nil ? ofLink : universe, unicast] { batch.append(byte) }
            batch.append(UInt32(0))
            let (destination, output, by) = (1, 4, 5)
            if let subnet { batch.attribute(destination, subnet.address.bytes) }
            if let gateway { batch.attribute(by, gateway.bytes) }
            batch.attribute(output, index)
        }
    }
}

extension NetlinkSocket {
    /// The link of that name; `nil` when there is none.
    func link(_ name: String) throws(SystemError) -> Link? {
        var question = NetlinkBatch()
        question.message(LinkMessage.getLink, [], "find", "the link \(name)") { batch in
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, name)
            let withoutStatistics: UInt32 = 8
            batch.attribute(LinkAttribute.wanted, withoutStatistics)
        }
        do throws(SystemError) {
            guard let answer = try ask(question).first else { return nil }
            let information = answer.attributes(after: 16).first(LinkAttribute.information)
            let flags = answer.number32(at: 8)
            return Link(
                index: answer.number32(at: 4), isUp: flags & UInt32(IFF_UP) != 0,
                isLoopback: flags & UInt32(IFF_LOOPBACK) != 0,
                kind: information?.attributes.first(LinkAttribute.kind)?.text ?? "")
        } catch {
            if error.errno == ENODEV { return nil }
            throw error
        }
    }

    /// All that the kernel says of the link of that name; ENODEV when there is none.
    func attributes(ofLink name: String) throws(SystemError) -> NetlinkAttributes {
        try attributes("the link \(name)") { batch in
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, name)
        }
    }

    /// The same of the link with that number.
    func attributes(ofLink index: UInt32) throws(SystemError) -> NetlinkAttributes {
        try attributes("the link with the number \(index)") { $0.linkHeader(index: index) }
    }

    private func attributes(
        _ subject: String, _ body: (inout NetlinkBatch) -> Void
    ) throws(SystemError) -> NetlinkAttributes {
        var question = NetlinkBatch()
        question.message(LinkMessage.getLink, [], "find", subject, body)
        guard let answer = try ask(question).first else { throw SystemError("find", subject, errno: ENODEV) }
        return answer.attributes(after: 16)
    }

    /// The same as `link`; ENODEV when there is none.
    func requireLink(_ name: String) throws(SystemError) -> Link {
        guard let link = try link(name) else { throw SystemError("find", "the link \(name)", errno: ENODEV) }
        return link
    }

    /// Removes the link, if it is there.
    func deleteLink(_ name: String) throws(SystemError) {
        var batch = NetlinkBatch()
        batch.message(LinkMessage.deleteLink, [], "remove", "the link \(name)") { batch in
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, name)
        }
        do throws(SystemError) {
            try perform(batch)
        } catch {
            if error.errno != ENODEV { throw error }
        }
    }
}

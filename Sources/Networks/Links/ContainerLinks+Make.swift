import Glibc
import LinuxSystem

/// The messages that make links, each in the container's namespace from its
/// first moment: none has to be moved there, and none is left on the host when
/// the namespace goes (rtnetlink(7)).
extension ContainerLinks {
    /// Both ends, which are down.
    func makePair(_ attachment: Attachment, _ name: String) throws(SystemError) {
        var batch = NetlinkBatch()
        batch.message(LinkMessage.newLink, [.create, .exclusive], "make", "the link \(name)") { batch in
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, name)
            if let mtu = attachment.mtu { batch.attribute(LinkAttribute.mtu, UInt32(mtu)) }
            batch.nested(LinkAttribute.information) { batch in
                batch.attribute(LinkAttribute.kind, "veth")
                batch.nested(LinkAttribute.data) { batch in
                    let peer = 1
                    batch.nested(peer) { batch in
                        batch.linkHeader()
                        writeInner(attachment, to: &batch)
                    }
                }
            }
        }
        // While it is down nobody has to be told.
        if attachment.hasNoAddressOfItsOwn { batch.leaveWithoutAddress(name) }
        do throws(SystemError) {
            try host.perform(batch)
        } catch {
            // Of the two messages the second one may have failed alone.
            if error.errno != EEXIST { try? host.deleteLink(name) }
            throw error
        }
        // A port passes frames on and takes none itself, so it needs no IPv6, which would give the host's table one more
        // route to ff00::/8: it keeps those in a list. Where settings can't be written, there is that route.
        try? hostSettings?.open("\(name)/disable_ipv6", [.writeOnly], resolution: .beneath)
            .write("1", name: "disable_ipv6")
    }

    /// A link on top of one of the host's, with a hardware address of its own, made in the container's namespace.
    func makeUpper(_ attachment: Attachment, parent: String) throws(SystemError) {
        let lower = try host.requireLink(parent)
        var batch = NetlinkBatch()
        batch.message(LinkMessage.newLink, [.create, .exclusive], "make", "a link on top of \(parent)") { batch in
            batch.linkHeader()
            writeInner(attachment, to: &batch)
            batch.attribute(LinkAttribute.lower, lower.index)
            batch.nested(LinkAttribute.information) { batch in
                batch.attribute(LinkAttribute.kind, "macvlan")
                batch.nested(LinkAttribute.data) { batch in
                    let (mode, bridge): (Int, UInt32) = (1, 4)
                    batch.attribute(mode, bridge)
                }
            }
        }
        try host.perform(batch)
    }

    /// What the container's end has.
    private func writeInner(_ attachment: Attachment, to batch: inout NetlinkBatch) {
        batch.attribute(LinkAttribute.name, attachment.interface)
        batch.attribute(LinkAttribute.hardwareAddress, attachment.hardwareAddress.bytes)
        if let mtu = attachment.mtu { batch.attribute(LinkAttribute.mtu, UInt32(mtu)) }
        batch.attribute(LinkAttribute.namespace, UInt32(bitPattern: namespace.number))
    }
}

extension Attachment {
    /// Whether both ends are told to have no link-local address of version 6, as they otherwise would.
    ///
    /// Nobody asks for the host's. The container's would be announced, and a router asked for again and again (RFC
    /// 4861, 6.3.7) where none is; all that goes to each container of the bridge, so that a thousand of them would keep
    /// the processors busy with it. Neighbours find each other by the addresses that they have of the network. A link
    /// whose packets are too short for IPv6 (RFC 8200, 5) has none anyway.
    var hasNoAddressOfItsOwn: Bool {
        guard case .bridge = kind else { return false }
        return KernelSetting.knowsIPv6 && (mtu ?? 1500) >= 1280
    }
}

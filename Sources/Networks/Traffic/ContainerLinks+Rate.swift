import Glibc
import LinuxSystem

/// A container's rates are kept at the host's end of its link, where the container can't change them whatever it may
/// do in its own namespace. What the host's end sends, the container gets: it waits there. What the container sends
/// comes in by that end, where nothing can wait; so it is led through a link that is there for nothing else (ifb),
/// waits at that one's sending side, and comes in anew.
extension ContainerLinks {
    /// Limits a link that is there as the attachment says; where that says nothing, no longer.
    /// - Parameter label: whose the links are (`attach`).
    public func limit(_ attachment: Attachment, label: String) throws(NetworkError) {
        let rate = attachment.rate ?? LinkRate()
        do throws(SystemError) {
            let end = try hostEnd(of: attachment, label: label)
            let mtu = attachment.mtu ?? 1500
            try limitIncoming(rate.incoming.map { TokenBucket(bits: $0, mtu: mtu) }, end)
            try limitOutgoing(
                rate.outgoing.map { TokenBucket(bits: $0, mtu: mtu) }, end, by: attachment.rateLink(label: label))
        } catch {
            throw NetworkError(limiting: error)
        }
    }

    struct HostEnd {
        let index: UInt32
        let name: String
    }

    /// A container that may change its links can lead us to any number: its link's other end is one of its own by name.
    func hostEnd(of attachment: Attachment, label: String) throws(SystemError) -> HostEnd {
        let (peer, name) = (LinkAttribute.peer, LinkAttribute.name)
        guard let index = try container.attributes(ofLink: attachment.interface).first(peer)?.number,
            let found = try host.attributes(ofLink: UInt32(truncatingIfNeeded: index)).first(name)?.text,
            found.hasPrefix(Self.namePrefix(label))
        else { throw SystemError("find", "the host's end of the link \(attachment.interface)", errno: ENODEV) }
        return HostEnd(index: UInt32(truncatingIfNeeded: index), name: found)
    }

    private func limitIncoming(_ bucket: TokenBucket?, _ end: HostEnd) throws(SystemError) {
        var batch = NetlinkBatch()
        if let bucket {
            batch.setBucket(bucket, link: end.index, named: end.name)
            try host.perform(batch)
        } else {
            batch.removeBucket(link: end.index, named: end.name)
            try host.performIfThere(batch)
        }
    }

    private func limitOutgoing(_ bucket: TokenBucket?, _ end: HostEnd, by name: String) throws(SystemError) {
        var removal = NetlinkBatch()
        removal.removeIngress(link: end.index, named: end.name)
        guard let bucket else {
            try host.performIfThere(removal)
            return try host.deleteLink(name)
        }
        var making = NetlinkBatch()
        // One that is there has been left by this container's last run, or has another rate.
        making.message(LinkMessage.newLink, [.create], "make", "the link \(name)") { batch in
            batch.linkHeader(isUp: true)
            batch.attribute(LinkAttribute.name, name)
            batch.nested(LinkAttribute.information) { $0.attribute(LinkAttribute.kind, "ifb") }
        }
        try host.perform(making)
        do throws(SystemError) {
            let middle = try host.requireLink(name)
            var batch = NetlinkBatch()
            batch.setBucket(bucket, link: middle.index, named: name)
            try host.perform(batch)
            var leading = NetlinkBatch()
            leading.addIngress(link: end.index, named: end.name)
            leading.redirectIncoming(link: end.index, named: end.name, to: middle.index)
            do throws(SystemError) {
                try host.perform(leading)
            } catch {
                if error.errno != EEXIST { throw error }  // it leads there already
            }
        } catch {
            // The first failure is the one to tell.
            try? host.performIfThere(removal)
            try? host.deleteLink(name)
            throw error
        }
    }
}

extension Attachment {
    /// The link that what the container sends goes through.
    func rateLink(label: String) -> String {
        // Links have at most 15 characters.
        "si\(label.prefix(8))-\(interface.hasPrefix("eth") ? interface.dropFirst(3).prefix(4) : interface.prefix(4))"
    }
}

extension ContainerNetwork {
    /// Removes the links that kept what the container sends to its rate. All else that kept it went with its links.
    /// What isn't there is no error.
    public func removeRateLinks(label: String) throws(NetworkError) {
        let limited = attachments.filter { $0.rate?.outgoing != nil }
        guard !limited.isEmpty else { return }
        do throws(SystemError) {
            let host = try NetlinkSocket(.route)
            for attachment in limited { try host.deleteLink(attachment.rateLink(label: label)) }
        } catch {
            throw NetworkError(error)
        }
    }
}

extension NetworkError {
    /// A rate could not be set: kernels are built without what it takes.
    init(limiting error: SystemError) {
        let isUnknown = error.errno == ENOENT || error.errno == EOPNOTSUPP
        guard isUnknown, error.operation != "find" else {
            self.init(error)
            return
        }
        self = .refused(
            "this kernel can't keep a link to a rate: that takes its modules sch_tbf and, for what a container sends, "
                + "sch_ingress, cls_u32, act_mirred and ifb: leave out --network-rate")
    }
}

extension NetlinkSocket {
    /// The same; that there was nothing to remove is as good.
    fileprivate func performIfThere(_ batch: consuming NetlinkBatch) throws(SystemError) {
        do throws(SystemError) {
            try perform(batch)
        } catch {
            // A link has a discipline that nobody made, which can't be removed: ENOENT. EINVAL: none of that kind.
            guard [ENOENT, EINVAL, ENODEV].contains(error.errno) else { throw error }
        }
    }
}

import LinuxSystem

/// The links of one container: from the calling thread's network namespace,
/// which is the host's, into the container's.
public struct ContainerLinks: ~Copyable {
    let host: NetlinkSocket
    let container: NetlinkSocket
    let namespace: Descriptor
    /// `KernelSetting.linksOfVersion6` of the host.
    let hostSettings: Descriptor?

    /// - Parameter namespace: the container's, by its file. The thread is there for a moment.
    public init(in namespace: borrowing Descriptor) throws(NetworkError) {
        let host = try NetworkError.wrapping { () throws(SystemError) in try NetlinkSocket(.route) }
        let inner = try NetworkError.wrapping { () throws(SystemError) in try NetlinkSocket(.route, in: namespace) }
        let kept = try NetworkError.wrapping { () throws(SystemError) in try namespace.duplicate() }
        self.init(host: host, KernelSetting.linksOfVersion6(), container: inner, namespace: kept)
    }

    /// For who has them open already.
    init(
        host: consuming NetlinkSocket, _ hostSettings: consuming Descriptor?, container: consuming NetlinkSocket,
        namespace: consuming Descriptor
    ) {
        self.host = host
        self.hostSettings = hostSettings
        self.container = container
        self.namespace = namespace
    }

    /// Gives the container the link, which is up and has addresses and routes
    /// then. Nothing of it is left when this throws.
    /// - Parameters:
    ///   - label: begins the name of the link's end on the host, so that people know whose it is.
    ///   - reflects: frames go back to the container that they came from.
    public func attach(_ attachment: Attachment, label: String, reflects: Bool = false) throws(NetworkError) {
        do throws(SystemError) {
            switch attachment.kind {
            case .bridge(let bridge): try attach(attachment, to: bridge, label: label, reflects: reflects)
            case .macvlan(let parent):
                try makeUpper(attachment, parent: parent)
                try removing(attachment) { () throws(SystemError) in try configure(attachment) }
            }
        } catch {
            throw NetworkError(error, attaching: attachment)
        }
        guard attachment.rate != nil else { return }
        do throws(NetworkError) {
            try limit(attachment, label: label)
        } catch {
            try? container.deleteLink(attachment.interface)
            throw error
        }
    }

    /// Sets the namespace's loopback link up, for who comes before its first process has done so.
    public func setLoopbackUp() throws(NetworkError) {
        var batch = NetlinkBatch()
        batch.setUp("lo")
        do throws(SystemError) { try container.perform(batch) } catch { throw NetworkError(error) }
    }

    /// Sends all else by the gateways of a link that is there, instead of by those of another.
    public func route(_ attachment: Attachment) throws(NetworkError) {
        do throws(SystemError) {
            let link = try container.requireLink(attachment.interface)
            var batch = NetlinkBatch()
            for gateway in attachment.gateways {
                batch.addRoute(to: nil, by: gateway, link: link.index, named: attachment.interface)
            }
            try container.perform(batch)
        } catch {
            throw NetworkError(error, attaching: attachment)
        }
    }

    /// Takes the link away from the container. One that isn't there is no error.
    public func detach(_ attachment: Attachment, label: String) throws(NetworkError) {
        do throws(SystemError) {
            try container.deleteLink(attachment.interface)
            if attachment.rate?.outgoing != nil { try host.deleteLink(attachment.rateLink(label: label)) }
        } catch {
            throw NetworkError(error)
        }
    }

    /// A pair of links: the host's end is a port of the bridge, the other one is made in the container's namespace.
    ///
    /// The bridge looks at all its ports whenever one begins or ceases to forward frames, so this one begins once: it
    /// is set up last, when the container's end is up, and so has a carrier from its first moment.
    private func attach(
        _ attachment: Attachment, to bridge: String, label: String, reflects: Bool
    ) throws(SystemError) {
        let master = try host.requireLink(bridge).index
        let name = Self.name(label)
        try makePair(attachment, name)
        Trace.mark("links: pair made")
        try removing(attachment) { () throws(SystemError) in
            try configure(attachment)
            Trace.mark("links: container's end set up")
            var batch = NetlinkBatch()
            if reflects || attachment.isIsolated {
                batch.addPort(name, of: master, reflects: reflects, isIsolated: attachment.isIsolated)
                batch.setUp(name)
            } else {
                batch.setUp(name) { $0.attribute(LinkAttribute.master, master) }
            }
            try host.perform(batch)
            Trace.mark("links: bridge joined")
            // Who asks for a link hears of its carrier as it is, and by that the link sends from now on
            // (linkwatch_sync_dev). By itself it would a little later, and lose what is sent meanwhile.
            _ = try container.requireLink(attachment.interface)
        }
    }

    /// Takes what was made of a link away again if the body fails.
    private func removing(
        _ attachment: Attachment, _ body: () throws(SystemError) -> Void
    ) throws(SystemError) {
        do throws(SystemError) {
            try body()
        } catch {
            // The first failure is the one to tell.
            try? container.deleteLink(attachment.interface)
            throw error
        }
    }

    private func configure(_ attachment: Attachment) throws(SystemError) {
        let name = attachment.interface
        let link = try container.requireLink(name)
        var batch = NetlinkBatch()
        if attachment.hasNoAddressOfItsOwn { batch.leaveWithoutAddress(name) }
        for address in attachment.addresses { batch.addAddress(address, toLink: link.index, named: name) }
        batch.setUp(name)
        for gateway in attachment.gateways {
            batch.addRoute(to: nil, by: gateway, link: link.index, named: name)
        }
        try container.perform(batch)
    }

    /// A name that no other link has: a pair of the same container's last run may not be gone yet.
    private static func name(_ label: String) -> String {
        var digits = String(UInt16.random(in: 0...UInt16.max), radix: 16)
        while digits.count < 4 { digits = "0" + digits }
        return namePrefix(label) + digits
    }

    static func namePrefix(_ label: String) -> String { "sk\(label.prefix(8))-" }
}

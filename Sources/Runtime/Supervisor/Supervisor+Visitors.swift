import Glibc
import LinuxSystem

extension Supervisor {
    /// So many are heard at a time; who comes beyond waits at the door.
    private static let mostVisitors = 256
    /// Milliseconds until the door is looked at again when nobody could be let in.
    private static let closedTime: Int64 = 100

    /// Lets in who waits at the door, if it is the container's owner or root.
    func welcome() throws(SystemError) {
        while visitors.count < Self.mostVisitors {
            let socket: PacketSocket
            do throws(SystemError) {
                guard let visitor = try listener?.accept() ?? nil else { return }
                socket = visitor
            } catch {
                break  // no descriptor is free, or no memory
            }
            let user = try socket.peerUser()
            guard user == 0 || user == geteuid() else { continue }
            try admit(Visitor(owning: socket, of: user), attached: false)
        }
        doorOpens = Uptime.now() + Self.closedTime
        try watchDoor([])
    }

    /// Lets visitors in again.
    func openDoor() throws(SystemError) {
        doorOpens = nil
        try watchDoor(.readable)
    }

    private func watchDoor(_ readiness: Readiness) throws(SystemError) {
        switch listener {
        case .some(let listener): try events.modify(listener.descriptor, readiness, token: Token.listener)
        case .none: break
        }
    }

    /// Hears somebody; who is attached gets all output from now on.
    func admit(_ visitor: Visitor, attached: Bool) throws(SystemError) {
        visitor.isAttached = attached
        try visitor.socket.descriptor.setNonBlocking()
        let token = takeToken()
        visitors[token] = visitor
        try events.add(visitor.socket.descriptor, .readable, token: token)
    }

    func takeToken() -> UInt64 {
        defer { nextToken += 1 }
        return nextToken
    }

    /// Tells all who are attached.
    func announce(_ message: VisitorMessage) {
        for visitor in visitors.values where visitor.isAttached { visitor.send(message) }
    }

    /// A visitor said something, has room again, or went away.
    func serve(_ event: ReadyEvent) throws {
        guard let visitor = visitors[event.token] else { return }
        if event.readiness.contains(.writable) { visitor.flush() }
        if !event.readiness.isDisjoint(with: [.readable, .hangUp, .failed]) {
            try listen(to: visitor, toTheEnd: event.readiness.contains(.hangUp))
        }
        if visitor.isGone { try dismiss(visitor, token: event.token) }
    }

    /// A visitor is heard only while it has taken our answers and the container
    /// what was said before, and has room again only when it was behind:
    /// everything else would wake us for nothing.
    func watchVisitors() throws(SystemError) {
        for (token, visitor) in visitors {
            if visitor.isGone {
                try dismiss(visitor, token: token)
                continue
            }
            var readiness: Readiness = isHeard(visitor) ? .readable : []
            if visitor.isBehind { readiness.insert(.writable) }
            guard readiness != visitor.watched else { continue }
            try events.modify(visitor.socket.descriptor, readiness, token: token)
            visitor.watched = readiness
        }
    }

    private func isHeard(_ visitor: Visitor) -> Bool {
        !visitor.isBehind && (pendingInput.isEmpty || !visitor.isAttached)
    }

    /// So many messages are heard in one round: one who never stops talking
    /// isn't the only one.
    private static let mostMessages = 64

    /// - Parameter toTheEnd: it has left; what it said before, at most a
    ///   socket's buffer, waits no longer outside.
    private func listen(to visitor: Visitor, toTheEnd: Bool) throws {
        var rest = toTheEnd ? Int.max : Self.mostMessages
        while rest > 0, toTheEnd || isHeard(visitor), !visitor.isGone, !isOver {
            rest -= 1
            var descriptors = DescriptorList()
            let count: Int?
            do throws(SystemError) {
                count = try receive(from: visitor, descriptors: &descriptors)
            } catch {
                // A connection that fails is a visitor's end, never the container's.
                return visitor.close()
            }
            guard let count else { return }
            guard count > 0 else { return visitor.close() }
            try obey(VisitorMessage(decoding: buffer[..<count]), of: visitor, descriptors: descriptors)
        }
    }

    private func receive(
        from visitor: Visitor, descriptors: inout DescriptorList
    ) throws(SystemError) -> Int? {
        var count: Int?
        var failure: SystemError?
        buffer.withUnsafeMutableBytes { bytes in
            do throws(SystemError) {
                count = try visitor.socket.receive(into: bytes, descriptors: &descriptors)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return count
    }

    /// With the last one who is attached goes the container's input.
    private func dismiss(_ visitor: Visitor, token: UInt64) throws(SystemError) {
        // Its socket would be told as hung up for as long as anyone holds it.
        try events.remove(visitor.socket.descriptor)
        visitors[token] = nil
        guard visitor.isAttached, !visitors.values.contains(where: \.isAttached), !settings.keepsInputOpen else {
            return
        }
        inputEnds = true
        try writePendingInput()
    }
}

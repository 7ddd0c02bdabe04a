import Glibc
import LinuxSystem

extension Supervisor {
    /// Lets somebody in: from now on it gets all output.
    func admit(_ visitor: Visitor) throws(SystemError) {
        try visitor.socket.descriptor.setNonBlocking()
        let token = (visitors.keys.max() ?? Token.firstVisitor - 1) + 1
        visitors[token] = visitor
        try events.add(visitor.socket.descriptor, .readable, token: token)
    }

    func announce(_ message: VisitorMessage) {
        for visitor in visitors.values { visitor.send(message) }
    }

    /// A visitor said something, has room again, or went away.
    func serve(_ event: ReadyEvent) throws(SystemError) {
        guard let visitor = visitors[event.token] else { return }
        if event.readiness.contains(.writable) { visitor.flush() }
        if !event.readiness.isDisjoint(with: [.readable, .hangUp, .failed]) {
            try listen(to: visitor, toTheEnd: event.readiness.contains(.hangUp))
        }
        if visitor.isGone { try dismiss(visitor, token: event.token) }
    }

    /// A visitor is heard only while the container has taken all that was said
    /// before, and has room again only when it was behind: everything else
    /// would wake us for nothing.
    func watchVisitors() throws(SystemError) {
        for (token, visitor) in visitors {
            var readiness: Readiness = pendingInput.isEmpty ? .readable : []
            if visitor.isBehind { readiness.insert(.writable) }
            guard readiness != visitor.watched else { continue }
            try events.modify(visitor.socket.descriptor, readiness, token: token)
            visitor.watched = readiness
        }
    }

    /// - Parameter toTheEnd: it has left; what it said before, at most a
    ///   socket's buffer, waits no longer outside.
    private func listen(to visitor: Visitor, toTheEnd: Bool) throws(SystemError) {
        while toTheEnd || pendingInput.isEmpty, !visitor.isGone {
            let result = buffer.withUnsafeMutableBytes { bytes in
                Result { () throws(SystemError) in try visitor.socket.receive(into: bytes) }
            }
            guard let count = try result.get() else { return }
            guard count > 0 else { return visitor.close() }
            try obey(VisitorMessage(decoding: buffer[..<count]))
        }
    }

    private func obey(_ message: VisitorMessage?) throws(SystemError) {
        switch message {
        case .input(let bytes):
            pendingInput.append(contentsOf: bytes)
            try writePendingInput()
        case .inputEnded:
            inputEnds = true
            try writePendingInput()
        case .resize(let size):
            if container.streams.isTerminal { try container.streams.output?.setTerminalSize(size) }
        case .signal(let signal):
            try sendToContainer(signal)
        case .started, .output, .ended, nil:
            break  // not for us to hear: the other side is not trusted
        }
    }

    /// The first visitor is who started the container: with it goes its input.
    private func dismiss(_ visitor: Visitor, token: UInt64) throws(SystemError) {
        // Its socket would be told as hung up for as long as anyone holds it.
        try events.remove(visitor.socket.descriptor)
        visitors[token] = nil
        guard visitors.isEmpty, !settings.keepsInputOpen else { return }
        inputEnds = true
        try writePendingInput()
    }
}

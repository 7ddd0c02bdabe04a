import Glibc
import LinuxSystem
import Networks

extension NameServer {
    /// Lets programs connect, as many as there is room for.
    func welcome() {
        while connections.count < Bound.connections {
            do throws(SystemError) {
                guard let socket = try listener.accept() else { return }
                let token = takeToken()
                try queue.add(socket.descriptor, .readable, token: token)
                connections[token] = NameConnection(owning: socket, token: token)
            } catch {
                return listen(false)  // no descriptor is free, or no memory
            }
        }
        listen(true)
    }

    /// A connection said something, has room again, or went away.
    func proceed(_ connection: NameConnection, _ readiness: Readiness) {
        guard readiness.isDisjoint(with: [.hangUp, .failed]) else { return close(connection) }
        do throws(SystemError) {
            if !connection.outgoing.isEmpty {
                try flush(connection)
            } else if readiness.contains(.readable), !connection.isWaiting {
                try read(connection)
            }
            try hear(connection)
        } catch {
            close(connection)
        }
    }

    private func read(_ connection: NameConnection) throws(SystemError) {
        guard let count = try connection.socket.receive(into: &buffer) else { return }
        connection.hasEnded = count == 0
        connection.incoming += buffer.prefix(count)
        connection.due = .now() + NameConnection.idleTime
    }

    /// Answers what has come, one question after the other.
    private func hear(_ connection: NameConnection) throws(SystemError) {
        while !connection.isWaiting, connection.outgoing.isEmpty, connections[connection.token] != nil {
            if let length = connection.incoming.framedLength {
                guard (1...NameConnection.longestQuestion).contains(length) else { return close(connection) }
            }
            guard let message = connection.incoming.framedMessage else {
                if connection.hasEnded { close(connection) }
                break
            }
            connection.incoming.removeFirst(2 + message.count)
            connection.isWaiting = true
            // Who asks too much waits for its turn, by the datagrams' measure.
            guard rate.allows(.now()) else { return close(connection) }
            answer(message, of: .connection(connection.token))
        }
        guard connections[connection.token] != nil else { return }
        try watch(connection)
    }

    /// Answers a question that came by the connection.
    func write(_ message: [UInt8], to connection: NameConnection) {
        connection.isWaiting = false
        connection.due = .now() + NameConnection.idleTime
        connection.outgoing = UInt16(clamping: message.count).bigEndianBytes + message
        do throws(SystemError) {
            try flush(connection)
            try watch(connection)
        } catch {
            close(connection)
        }
    }

    private func flush(_ connection: NameConnection) throws(SystemError) {
        while !connection.outgoing.isEmpty, let count = try connection.socket.send(connection.outgoing) {
            connection.outgoing.removeFirst(count)
            connection.due = .now() + NameConnection.idleTime
        }
    }

    private func watch(_ connection: NameConnection) throws(SystemError) {
        let readiness = connection.readiness
        guard readiness != connection.watched else { return }
        connection.watched = readiness
        try queue.modify(connection.socket.descriptor, readiness, token: connection.token)
    }

    /// Lets go of a program, and of what it has asked.
    func close(_ connection: NameConnection) {
        guard connections.removeValue(forKey: connection.token) != nil else { return }
        exchanges = exchanges.filter { $0.value.asker != .connection(connection.token) }
        if deafUntil == nil { listen(true) }
    }
}

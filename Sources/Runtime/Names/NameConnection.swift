import LinuxSystem
import Networks

/// A program of the container that asks over TCP (RFC 7766). Its questions are
/// answered one after the other: what it says meanwhile waits in its socket.
final class NameConnection {
    let token: UInt64
    let socket: InternetSocket
    var incoming: [UInt8] = []
    var outgoing: [UInt8] = []
    /// A question of its waits for another server.
    var isWaiting = false
    /// It says no more.
    var hasEnded = false
    /// When it is closed, unless something happens.
    var due = Uptime.now() + idleTime
    /// What it is watched for.
    var watched: Readiness = .readable

    /// Milliseconds that it may say nothing, or take nothing.
    static let idleTime: Int64 = 10_000
    /// No question of a program is longer.
    static let longestQuestion = 4096

    init(owning socket: consuming InternetSocket, token: UInt64) {
        self.socket = socket
        self.token = token
    }

    /// What it is to be watched for now.
    var readiness: Readiness {
        if !outgoing.isEmpty { return .writable }
        return isWaiting || hasEnded ? [] : .readable
    }
}

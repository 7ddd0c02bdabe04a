// RegistryFixtures is the other side of the wire for tests of pull, push and
// login: Debian's docker-registry started for one test, and an HTTP/1.1 server
// whose every byte a test decides, since no real registry lies, drips or hangs.
// It proves nothing itself; the tests of the registry client call it.

import Glibc
import LinuxSystem
import Synchronization
import TestSupport

/// An HTTP/1.1 server on a free loopback port. It answers as a registry with
/// the content given would, except where the test's script knows better.
///
/// Each connection has a thread; there is no more to it, so that it can send
/// what a proper server never would.
public final class ScriptedRegistry: Sendable {
    /// What a test wants to be said instead; `nil` leaves it to the content.
    public typealias Script = @Sendable (Request) -> Answer?

    private let content: RegistryContent
    private let script: Script
    private let listening: LoopbackPort
    private let stopReader: Descriptor
    private let stopWriter: Descriptor
    private let state = Mutex(State())

    /// What the threads share.
    private struct State: Sendable {
        var requests: [Request] = []
        var threads: [pthread_t] = []
    }

    private init(_ content: RegistryContent, _ script: @escaping Script) throws {
        listening = try LoopbackPort.listen()
        let stop = try Pipe()
        self.content = content
        self.script = script
        stopReader = stop.readEnd
        stopWriter = stop.writeEnd
    }

    /// Runs the body with a server; afterwards it is gone with all its threads,
    /// whatever they were in the middle of.
    public static func serve<Value>(
        _ content: RegistryContent = RegistryContent(), script: @escaping Script = { _ in nil },
        _ body: (ScriptedRegistry) throws -> Value
    ) throws -> Value {
        let server = try ScriptedRegistry(content, script)
        try server.run { server in server.acceptAll() }
        let result = Result { try body(server) }
        try server.stop()
        return try result.get()
    }

    /// The port that clients connect to.
    public var port: UInt16 { listening.number }

    /// Where a client finds it: `127.0.0.1:PORT`.
    public var host: String { "127.0.0.1:\(port)" }

    /// Everything that was asked so far, in the order of arrival.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// Forgets what was asked so far.
    public func forgetRequests() { state.withLock { $0.requests = [] } }

    /// Tells every wait to end, and waits for all threads.
    private func stop() throws {
        try stopWriter.write([0], name: "to the server's threads")
        while let thread = state.withLock({ $0.threads.popLast() }) { pthread_join(thread, nil) }
    }

    private func acceptAll() {
        while Wait.until(listening.listener, can: POLLIN, stop: stopReader) {
            guard let socket = listening.accept() else { continue }
            let number = socket.release()
            do {
                try run { server in
                    var connection = ServerConnection(Descriptor(owning: number))
                    server.serve(&connection)
                }
            } catch {
                close(number)
            }
        }
    }

    private func serve(_ connection: inout ServerConnection) {
        while let request = connection.nextRequest(stop: stopReader) {
            let numbered = state.withLock { state in
                var request = request
                request.attempt = state.requests.count { $0.method == request.method && $0.target == request.target }
                state.requests.append(request)
                return request
            }
            let answer = script(numbered) ?? content.answer(to: numbered)
            guard connection.send(answer, stop: stopReader) else { return }
        }
    }

    /// Starts a thread that is waited for when the server ends.
    private func run(_ work: @escaping @Sendable (ScriptedRegistry) -> Void) throws {
        let argument = Unmanaged.passRetained(ThreadWork(server: self, work: work)).toOpaque()
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { pointer in
                // `passRetained` above made it: never nil.
                let work = Unmanaged<ThreadWork>.fromOpaque(pointer!).takeRetainedValue()
                work.work(work.server)
                return nil
            }, argument)
        guard failure == 0 else {
            Unmanaged<ThreadWork>.fromOpaque(argument).release()
            throw SystemError("start", "a thread", errno: failure)
        }
        state.withLock { [thread] in $0.threads.append(thread) }
    }
}

/// What a thread of the server does.
private final class ThreadWork: Sendable {
    let server: ScriptedRegistry
    let work: @Sendable (ScriptedRegistry) -> Void

    init(server: ScriptedRegistry, work: @escaping @Sendable (ScriptedRegistry) -> Void) {
        self.server = server
        self.work = work
    }
}

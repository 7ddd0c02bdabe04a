import AsyncHTTPClient
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Synchronization

/// What passes from the event loop, which must never wait, to the thread that
/// waits for an answer: the head, then parts of the body, then the end. When
/// the reader is slow the event loop is told to take nothing more from the
/// network, so that the parts at hand stay bounded.
final class AnswerChannel: HTTPClientResponseDelegate {
    typealias Response = Void

    /// What may happen to the reader.
    enum Event {
        case head(HTTPResponseHead)
        case part(ByteBuffer)
        case end
    }

    /// Bytes at hand from which on the network has to wait.
    private static let capacity = 512 * 1024

    private struct State {
        var head: HTTPResponseHead?
        var parts: [ByteBuffer] = []
        var byteCount = 0
        /// Completed when the parts at hand are taken.
        var drained: EventLoopPromise<Void>?
        var writer: HTTPClient.Body.StreamWriter?
        /// A part of the request's body is on its way.
        var isWriting = false
        var end: Result<Void, any Error>?
        var isAbandoned = false
    }

    private let state = Mutex(State())
    /// True while there is something that the reader has not looked at.
    private let news = ConditionLock(value: false)

    private func announce() {
        news.lock()
        news.unlock(withValue: true)
    }
}

// MARK: - The event loop's side

extension AnswerChannel {
    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock { $0.head = head }
        announce()
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let wait = state.withLock { state -> EventLoopFuture<Void>? in
            guard !state.isAbandoned else { return nil }
            state.parts.append(buffer)
            state.byteCount += buffer.readableBytes
            guard state.byteCount >= Self.capacity else { return nil }
            let promise = task.eventLoop.makePromise(of: Void.self)
            state.drained = promise
            return promise.futureResult
        }
        announce()
        return wait ?? task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        state.withLock { $0.end = .success(()) }
        announce()
    }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        state.withLock { $0.end = .failure(error) }
        announce()
    }

    /// The connection stands and takes the request's body by this writer.
    func acceptBody(by writer: HTTPClient.Body.StreamWriter) {
        state.withLock { $0.writer = writer }
        announce()
    }
}

// MARK: - The reader's side

extension AnswerChannel {
    /// Waits until something new is there.
    /// - Returns: false when the time has run out.
    func wait(seconds: Double) -> Bool {
        guard news.lock(whenValue: true, timeoutSeconds: seconds) else { return false }
        news.unlock(withValue: false)
        return true
    }

    /// What has happened since; nothing, perhaps.
    func take() throws(ExchangeFailure) -> [Event] {
        let (events, drained, end) = state.withLock { state in
            var events = [Event]()
            if let head = state.head.take() { events.append(.head(head)) }
            events += state.parts.map(Event.part)
            state.parts.removeAll()
            state.byteCount = 0
            return (events, state.drained.take(), state.end)
        }
        drained?.succeed()
        // What came before a failure is told first.
        guard let end, events.isEmpty else { return events }
        switch end {
        case .success: return [.end]
        case .failure(let error): throw ExchangeFailure(error)
        }
    }

    /// The way for the request's body, once the connection stands; taken once.
    func takeWriter() -> HTTPClient.Body.StreamWriter? { state.withLock { $0.writer.take() } }

    /// Sends a part of the request's body; `isWriting` until that's done.
    func write(_ part: ByteBuffer, by writer: HTTPClient.Body.StreamWriter) {
        state.withLock { $0.isWriting = true }
        writer.write(.byteBuffer(part)).whenComplete { [self] _ in
            // What kept it from being sent is told as the request's failure.
            state.withLock { $0.isWriting = false }
            announce()
        }
    }

    var isWriting: Bool { state.withLock { $0.isWriting } }

    /// Whether an answer, or a failure, is here already.
    var isAnswered: Bool { state.withLock { $0.head != nil || $0.end != nil } }

    /// Wakes a reader that waits, to an answer that was lost. Called on any thread.
    func interrupt() {
        state.withLock { $0.end = .failure(ExchangeFailure(.lost, "the transfer was given up")) }
        announce()
    }

    /// Nothing more is wanted: what still comes is dropped.
    func abandon() {
        let drained = state.withLock { state in
            state.isAbandoned = true
            state.parts.removeAll()
            return state.drained.take()
        }
        drained?.succeed()
    }
}

import Archive
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A request that is under way, and its answer; used by one thread. When it
/// is dropped before the answer's end, the connection is closed.
final class Exchange {
    private let channel: AnswerChannel
    private let task: HTTPClient.Task<Void>
    private var patience: Patience
    /// Taken from the channel, not yet asked for; the next one is last.
    private var events: [AnswerChannel.Event] = []
    /// Ends the request's body for the library.
    private let bodyEnd: EventLoopPromise<Void>

    init(
        channel: AnswerChannel, task: HTTPClient.Task<Void>, bodyEnd: EventLoopPromise<Void>, limits: TransferLimits
    ) {
        self.channel = channel
        self.task = task
        self.bodyEnd = bodyEnd
        patience = Patience(limits)
    }

    deinit {
        bodyEnd.fail(ExchangeFailure(.lost, "the request was given up"))
        channel.abandon()
        task.cancel()
    }

    /// Ends what waits for the answer, from any thread.
    var interruption: @Sendable () -> Void { { [channel] in channel.interrupt() } }

    /// Waits for status and headers.
    func head() throws(ExchangeFailure) -> HTTPResponseHead {
        guard case .head(let head) = try next() else {
            throw ExchangeFailure(.malformed, "the answer has no status")
        }
        return head
    }

    /// Waits for more of the body; `nil` at its end.
    func nextPart() throws(ExchangeFailure) -> ByteBuffer? {
        guard case .part(let part) = try next() else { return nil }
        return part
    }

    /// The whole body, when it has at most that many bytes.
    func body(limit: Int) throws(ExchangeFailure) -> [UInt8] {
        var bytes = [UInt8]()
        while let part = try nextPart() {
            guard bytes.count + part.readableBytes <= limit else {
                throw ExchangeFailure(.malformed, "the answer is longer than \(limit >> 10) KiB")
            }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    private func next() throws(ExchangeFailure) -> AnswerChannel.Event {
        while events.isEmpty {
            events = try channel.take().reversed()
            if events.isEmpty { try wait() }
        }
        return events.removeLast()
    }

    /// Waits for news, and counts the bytes that it brings against the time.
    private func wait() throws(ExchangeFailure) {
        let start = NIODeadline.now()
        _ = channel.wait(seconds: patience.remaining)
        let waited = NIODeadline.now() - start
        events = try channel.take().reversed()
        let count = events.reduce(0) { count, event in
            if case .part(let part) = event { count + part.readableBytes } else { count }
        }
        try patience.note(seconds: Double(waited.nanoseconds) / 1e9, bytes: count)
    }
}

// MARK: - The request's body

extension Exchange {
    /// Sends the body from the source. An answer that comes meanwhile ends it early: it's a refusal.
    func send(_ source: any ByteSource, size: Int64) throws(ExchangeFailure) {
        guard let writer = try awaitWriter() else { return }
        let window = ByteWindow(source, capacity: 64 * 1024)
        var rest = size
        while rest > 0 {
            guard let chunk = try Self.next(window, atMost: rest) else {
                throw ExchangeFailure(.source, "what is being sent is \(rest) bytes shorter than announced")
            }
            rest -= Int64(chunk.readableBytes)
            guard try write(chunk, by: writer) else { return }
        }
        bodyEnd.succeed()
    }

    private static func next(_ window: ByteWindow, atMost limit: Int64) throws(ExchangeFailure) -> ByteBuffer? {
        do {
            return try window.next(atMost: limit).map { ByteBuffer(bytes: $0) }
        } catch {
            throw ExchangeFailure(.source, "\(error)")
        }
    }

    private func awaitWriter() throws(ExchangeFailure) -> HTTPClient.Body.StreamWriter? {
        while true {
            if let writer = channel.takeWriter() { return writer }
            if channel.isAnswered { return nil }
            try waitForProgress(bytes: 0)
        }
    }

    /// - Returns: false when there is an answer already.
    private func write(_ chunk: ByteBuffer, by writer: HTTPClient.Body.StreamWriter) throws(ExchangeFailure) -> Bool {
        channel.write(chunk, by: writer)
        while channel.isWriting {
            if channel.isAnswered { return false }
            try waitForProgress(bytes: chunk.readableBytes)
        }
        return !channel.isAnswered
    }

    private func waitForProgress(bytes: Int) throws(ExchangeFailure) {
        let start = NIODeadline.now()
        let isNew = channel.wait(seconds: patience.remaining)
        let waited = NIODeadline.now() - start
        try patience.note(seconds: Double(waited.nanoseconds) / 1e9, bytes: isNew ? bytes : 0)
    }
}

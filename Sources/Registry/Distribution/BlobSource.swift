import Archive
import NIOCore
import OCI
import Synchronization

/// A blob as it comes from a registry. When the connection is lost the rest
/// is asked for, a few times; then from the next repository that has it.
final class BlobSource: ByteSource {
    /// Ends a read that waits, from any thread.
    final class Interruption: Sendable {
        private let state = Mutex((isDone: false, exchange: nil as (@Sendable () -> Void)?))

        var isDone: Bool { state.withLock { $0.isDone } }

        func callAsFunction() {
            let interrupt = state.withLock { state in
                state.isDone = true
                return state.exchange
            }
            interrupt?()
        }

        fileprivate func set(_ interrupt: @escaping @Sendable () -> Void) { state.withLock { $0.exchange = interrupt } }
    }

    let interruption = Interruption()
    private let blob: BlobDescriptor
    private var repositories: ArraySlice<RemoteRepository>
    private var offset: Int64
    private var answer: Exchange?
    /// Bytes that come before the offset.
    private var surplus: Int64 = 0
    private var part = ByteBuffer()
    private var retry: RetryPolicy
    /// Where the last attempt began.
    private var attemptOffset: Int64 = 0
    /// Fewer bytes than that are no progress: a registry that hangs up after each of them would be
    /// asked for ever.
    private static let progress: Int64 = 1 << 20

    /// - Parameter repositories: at least one; in the order in which they are asked.
    init(_ blob: BlobDescriptor, from offset: Int64, in repositories: [RemoteRepository]) throws(RegistryError) {
        precondition(!repositories.isEmpty, "a blob comes from somewhere")
        self.blob = blob
        self.offset = offset
        self.repositories = repositories[...]
        retry = RetryPolicy(repositories[0].host.transport.limits)
        if offset < blob.size { answer = try open() }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        do {
            while part.readableBytes == 0 {
                guard offset < blob.size else { return 0 }
                try fetch()
            }
        } catch {
            throw .source(error.ofLayer)
        }
        let count = min(part.readableBytes, buffer.count)
        part.readWithUnsafeReadableBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            return count
        }
        offset += Int64(count)
        return count
    }

    /// Takes the next part from the network.
    private func fetch() throws(RegistryError) {
        if answer == nil { answer = try open() }
        guard let answer else { return }
        do throws(ExchangeFailure) {
            guard let next = try answer.nextPart() else {
                throw ExchangeFailure(.lost, "the answer ends \(blob.size - offset) bytes early")
            }
            try take(next)
        } catch {
            try recover(from: error)
        }
    }

    private func take(_ next: ByteBuffer) throws(ExchangeFailure) {
        part = next
        let skipped = Int(min(surplus, Int64(part.readableBytes)))
        part.moveReaderIndex(forwardBy: skipped)
        surplus -= Int64(skipped)
        guard Int64(part.readableBytes) <= blob.size - offset else {
            throw ExchangeFailure(
                .malformed, "layer \(blob.digest.short) has more than the \(blob.size) bytes that it's said to have")
        }
    }

    private func recover(from failure: ExchangeFailure) throws(RegistryError) {
        answer = nil
        if offset - attemptOffset >= Self.progress { retry.reset() }
        attemptOffset = offset
        if interruption.isDone { throw failure.registryError }
        if failure.cause == .lost, retry.pause() { return }
        guard repositories.count > 1 else { throw failure.registryError }
        useNextRepository()
    }

    /// Asks the repositories in turn for what is still missing.
    private func open() throws(RegistryError) -> Exchange {
        while true {
            do {
                guard let repository = repositories.first else { preconditionFailure("one is always left") }
                let answer = try repository.blob(blob, from: offset)
                surplus = answer.surplus
                interruption.set(answer.exchange.interruption)
                return answer.exchange
            } catch {
                guard repositories.count > 1, !interruption.isDone else { throw error }
                useNextRepository()
            }
        }
    }

    private func useNextRepository() {
        repositories.removeFirst()
        retry.reset()
    }
}

import LinuxSystem
import Synchronization

/// Reads another source ahead of its reader, on a thread of its own: while the
/// one is at work on some bytes, the other gets the next.
///
///     source ──read──▶ ┌──────┬──────┬──────┬──────┐ ──read──▶ reader
///                      │ full │ full │ full │ empty│
///                      └──────┴──────┴──────┴──────┘
///
/// Letting go of it before the end stops the thread as soon as the source
/// answers.
public final class ReadAheadSource: ByteSource {
    private let ring: Ring
    /// Waited for when this source is gone.
    private let thread: Thread<Void>
    /// The slot that is being read; none before the first.
    private var slot: Int?
    private var position = 0

    /// - Parameter source: belongs to the thread from now on.
    public init(_ source: sending any ByteSource) throws(ArchiveError) {
        let ring = Ring()
        self.ring = ring
        do {
            thread = try Thread.start { ring.fill(from: source) }
        } catch {
            throw .system(error)
        }
    }

    deinit {
        ring.abandon()
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        while true {
            if let slot {
                let count = min(buffer.count, ring.contents[slot].count - position)
                if count > 0 {
                    buffer.copyMemory(from: ring.bytes(of: slot, from: position, count: count))
                    position += count
                    return count
                }
                switch ring.contents[slot].end {
                case .none: ring.empty.signal()
                case .reached: return 0
                case .failed(let error): throw error
                }
            }
            ring.full.wait()
            slot = slot.map(ring.next) ?? 0
            position = 0
        }
    }
}

/// Buffers in a circle that one thread fills and another one empties.
///
/// Safe to share: a slot belongs to the thread that fills until it signals
/// `full`, then to the one that empties until that signals `empty`, and so on;
/// the semaphores order what both do with its memory.
private final class Ring: @unchecked Sendable {
    /// What is behind a slot's bytes.
    enum End {
        /// The next slot.
        case none
        case reached
        case failed(ArchiveError)
    }

    struct Content {
        var count = 0
        var end = End.none
    }

    private static let slotCount = 4
    private static let slotSize = 256 << 10

    let contents = UnsafeMutablePointer<Content>.allocate(capacity: slotCount)
    let full = Semaphore(0)
    let empty = Semaphore(UInt32(slotCount))
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: slotCount * slotSize, alignment: 4096)
    private let isAbandoned = Atomic(false)

    init() {
        contents.initialize(repeating: Content(), count: Self.slotCount)
    }

    deinit {
        contents.deinitialize(count: Self.slotCount)
        contents.deallocate()
        memory.deallocate()
    }

    func next(_ slot: Int) -> Int { (slot + 1) % Self.slotCount }

    func bytes(of slot: Int, from position: Int, count: Int) -> UnsafeRawBufferPointer {
        let start = slot * Self.slotSize + position
        return UnsafeRawBufferPointer(rebasing: memory[start..<start + count])
    }

    /// Fills slot after slot up to the source's end.
    func fill(from source: any ByteSource) {
        var slot = 0
        while true {
            empty.wait()
            if isAbandoned.load(ordering: .relaxed) { return }
            let content = read(source, into: slot)
            contents[slot] = content
            full.signal()
            guard case .none = content.end else { return }
            slot = next(slot)
        }
    }

    /// Half a slot is worth handing over; waiting for more would only delay it.
    private func read(_ source: any ByteSource, into slot: Int) -> Content {
        let start = slot * Self.slotSize
        var content = Content()
        do throws(ArchiveError) {
            while content.count < Self.slotSize / 2 {
                let rest = memory[start + content.count..<start + Self.slotSize]
                let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: rest))
                content.count += count
                guard count > 0 else {
                    content.end = .reached
                    break
                }
            }
        } catch {
            content.end = .failed(error)
        }
        return content
    }

    /// Lets the thread that fills end.
    func abandon() {
        isAbandoned.store(true, ordering: .relaxed)
        empty.signal()
    }
}

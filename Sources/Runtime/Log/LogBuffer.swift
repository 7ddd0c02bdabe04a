import Glibc

/// Lines on their way to a log file. Its memory is taken once and never grows;
/// the pages that no line has needed yet cost nothing.
struct LogBuffer: ~Copyable {
    private let memory: UnsafeMutablePointer<UInt8>
    let capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        memory = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        memory.deallocate()
    }

    /// What has been added; valid until something is changed.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    var room: Int { capacity - count }

    mutating func clear() { count = 0 }

    /// Whoever adds has seen to there being room.
    mutating func append(_ byte: UInt8) {
        memory[count] = byte
        count += 1
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        precondition(bytes.count <= room, "whoever adds has seen to there being room")
        memcpy(memory + count, start, bytes.count)
        count += bytes.count
    }
}

import Archive

/// An archive too long to be held: bytes, others many times over, and an end.
final class RepeatingSource: ByteSource {
    private let pieces: [(bytes: [UInt8], count: Int)]
    private var piece = 0
    private var round = 0
    private var offset = 0

    init(_ start: [UInt8], repeating block: [UInt8], count: Int, end: [UInt8] = []) {
        pieces = [(start, 1), (block, count), (end, 1)].filter { !$0.0.isEmpty && $0.1 > 0 }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count, piece < pieces.count {
            let current = pieces[piece]
            let chunk = current.bytes[offset...].prefix(buffer.count - filled)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyBytes(from: chunk)
            filled += chunk.count
            offset += chunk.count
            guard offset == current.bytes.count else { continue }
            offset = 0
            round += 1
            guard round == current.count else { continue }
            round = 0
            piece += 1
        }
        return filled
    }
}

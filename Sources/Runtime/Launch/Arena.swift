/// Memory for a launch plan's strings and arrays: allocated before clone3(2),
/// never moved, freed at once with its owner. The child reads it; nothing writes
/// to it after the plan is built.
final class Arena {
    private var blocks: [UnsafeMutableRawPointer] = []
    private var next: UnsafeMutableRawPointer?
    private var remaining = 0
    private static let blockSize = 32 * 1024

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Room for `size` bytes, aligned for any of the plan's types.
    private func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        let rounded = (max(size, 1) + 15) & ~15
        if rounded > remaining {
            let size = max(rounded, Self.blockSize)
            let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
            blocks.append(block)
            next = block
            remaining = size
        }
        defer {
            next = next! + rounded
            remaining -= rounded
        }
        return next!
    }

    /// A copy of the values.
    func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
        let memory = allocate(values.count * MemoryLayout<Value>.stride)
            .bindMemory(to: Value.self, capacity: values.count)
        memory.initialize(from: values, count: values.count)
        return UnsafePointer(memory)
    }

    /// The text with a terminating NUL.
    func string(_ text: String) -> UnsafePointer<CChar> {
        var text = text
        return text.withUTF8 { bytes in
            let memory = allocate(bytes.count + 1).bindMemory(to: CChar.self, capacity: bytes.count + 1)
            if let base = bytes.baseAddress {
                UnsafeMutableRawPointer(memory).copyMemory(from: base, byteCount: bytes.count)
            }
            memory[bytes.count] = 0
            return UnsafePointer(memory)
        }
    }

    /// The texts one after the other, each with its NUL, the last followed by
    /// one more.
    func list(_ texts: [String]) -> UnsafePointer<CChar> {
        var bytes = [CChar]()
        for text in texts {
            bytes.append(contentsOf: text.utf8.lazy.map(CChar.init(bitPattern:)))
            bytes.append(0)
        }
        bytes.append(0)
        return copy(bytes)
    }

    /// A vector as execve(2) takes it: pointers, ended by a null pointer.
    func vector(_ texts: [String]) -> UnsafePointer<UnsafeMutablePointer<CChar>?> {
        copy(texts.map { UnsafeMutablePointer(mutating: string($0)) } + [nil])
    }
}

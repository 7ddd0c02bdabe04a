import Glibc
import LinuxSystem

/// A program in a file, with the key that it was compiled for:
///
///     checksum of all that follows
///     flags
///     length of the key
///     key, filled up with zeros
///     instructions
///
/// Everything in words of eight bytes, in the machine's order.
extension SeccompProgram {
    private static let wordSize = 8
    private static let headerLength = 3 * wordSize
    /// Far beyond any real key.
    static let maximumFileLength = 8 << 20

    /// The program in the file at `path`. ENOEXEC: the file is not as it was
    /// written, and half a filter must not pass for one.
    public static func read(from path: String) throws(SystemError) -> SeccompProgram {
        let file = try Descriptor.open(path, [.readOnly, .noFollow])
        let bytes = try file.readToEnd(limit: maximumFileLength, name: path)
        guard let program = SeccompProgram(fileBytes: bytes, key: nil) else {
            throw SystemError("read", path, errno: ENOEXEC)
        }
        return program
    }

    /// The file's bytes.
    func fileBytes(key: [UInt8]) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(Self.headerLength + Self.filled(key.count) + instructions.count)
        for word in [0, flags, UInt64(key.count)] { withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) } }
        bytes += key
        bytes += repeatElement(0, count: Self.filled(key.count) - key.count)
        bytes += instructions
        let sum = bytes.withUnsafeBytes(Self.checksum(of:))
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: sum, as: UInt64.self) }
        return bytes
    }

    /// `nil` when the bytes are not as they were written, or the program is one
    /// for another key than the one that is asked for.
    init?(fileBytes bytes: [UInt8], key: [UInt8]?) {
        let start: Int? = bytes.withUnsafeBytes { bytes in
            guard bytes.count > Self.headerLength, bytes.count % Self.wordSize == 0,
                bytes.load(as: UInt64.self) == Self.checksum(of: bytes)
            else { return nil }
            let length = bytes.load(fromByteOffset: 2 * Self.wordSize, as: UInt64.self)
            guard length < UInt64(bytes.count - Self.headerLength) else { return nil }
            let found = UnsafeRawBufferPointer(rebasing: bytes[Self.headerLength...].prefix(Int(length)))
            if let key {
                guard key.count == found.count,
                    key.withUnsafeBytes({ memcmp($0.baseAddress!, found.baseAddress!, found.count) == 0 })
                else { return nil }
            }
            return Self.headerLength + Self.filled(Int(length))
        }
        guard let start, start < bytes.count else { return nil }
        let flags = bytes.withUnsafeBytes { $0.load(fromByteOffset: Self.wordSize, as: UInt64.self) }
        self.init(instructions: Array(bytes[start...]), flags: flags)
    }

    private static func filled(_ count: Int) -> Int { (count + wordSize - 1) / wordSize * wordSize }

    /// FNV-1a over words: against a failing disk, not against an attacker, who
    /// can't write here.
    private static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for offset in stride(from: wordSize, to: bytes.count, by: wordSize) {
            hash = (hash ^ bytes.load(fromByteOffset: offset, as: UInt64.self)) &* 0x100_0000_01b3
            // A product carries upwards only: bring the upper bits down.
            hash ^= hash >> 29
        }
        return hash
    }
}

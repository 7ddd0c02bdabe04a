import LinuxSystem
import Synchronization

/// What may still be written before the file system is so full that others
/// suffer: an archive that announces more is refused before it is unpacked.
/// All threads of a transfer take from the same.
final class FreeSpace: Sendable {
    /// Kept free for others: 5 % of the file system, but at most this many
    /// bytes, and this many files.
    private static let largestReserve = Room(bytes: 64 << 20, files: 4096)

    private struct Room {
        var bytes: Int64
        var files: Int64
    }

    private let remaining = Mutex(Room(bytes: 0, files: 0))

    /// Notes that bytes, or files, are about to be written on the directory's
    /// file system.
    /// - Throws: `noSpace` when there is no room for them.
    func take(
        _ bytes: Int64, files: Int64 = 0, in directory: borrowing Descriptor, for subject: String
    ) throws(ImageError) {
        try remaining.withLock { remaining throws(ImageError) in
            if bytes > remaining.bytes || files > remaining.files {
                remaining = try Self.measure(directory)
                guard bytes <= remaining.bytes else {
                    throw Self.refusal(subject, "it needs \(bytes.shown) and \(remaining.bytes.shown) can be used")
                }
                guard files <= remaining.files else { throw Self.refusal(subject, "no more files can be made") }
            }
            remaining.bytes -= bytes
            remaining.files -= files
        }
    }

    private static func measure(_ directory: borrowing Descriptor) throws(ImageError) -> Room {
        do {
            let space = try directory.filesystemSpace(name: "the image store")
            return Room(
                bytes: space.bytes.usable(reserve: largestReserve.bytes),
                files: space.files?.usable(reserve: largestReserve.files) ?? .max)
        } catch {
            throw .system(error)
        }
    }

    private static func refusal(_ subject: String, _ reason: String) -> ImageError {
        .noSpace("no space for \(subject): \(reason); remove images with skiff rmi, or other files")
    }
}

extension FilesystemSpace.Room {
    fileprivate func usable(reserve: Int64) -> Int64 { max(0, available - min(reserve, total / 20)) }
}

extension Int64 {
    /// Bytes for a message.
    fileprivate var shown: String { self < 10 << 20 ? "\(self >> 10) KiB" : "\(self >> 20) MiB" }
}

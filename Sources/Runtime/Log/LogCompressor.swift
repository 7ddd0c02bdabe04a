import Archive
import Glibc
import LinuxSystem

/// Compresses the full files of a log, in a process of its own, so that the
/// supervisor neither waits for it nor needs its memory. Killed at any
/// instruction, it leaves the file as it was, or both: the next one goes on.
///
/// It may outlive the container. Whoever removes that holds the lock of its
/// directory meanwhile (`ContainerDirectory.lockForRemoval`).
public enum LogCompressor {
    /// `skiff-runtime compress-log DESCRIPTOR`, with the container's directory: the supervisor calls it.
    public static let verb = "compress-log"

    /// Steps back behind all others (setpriority(2)): nobody waits for it, but
    /// they may need the processor. For a process that does nothing else.
    public static func stepBack() {
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
    }

    /// Compresses what is to be compressed, and what becomes full meanwhile.
    public static func run(in directory: borrowing Descriptor) throws {
        while let file = try LogFiles.full(in: directory).first(where: { !$0.isCompressed }) {
            guard try compress(file, in: directory) else { return }
        }
    }

    /// - Returns: false when another one is at it, who looks for more afterwards.
    private static func compress(_ file: LogFiles.Full, in directory: borrowing Descriptor) throws -> Bool {
        let full: Descriptor
        do throws(SystemError) {
            full = try directory.open(file.name, [.readOnly, .noFollow], resolution: [.beneath, .noMagicLinks])
        } catch {
            if error.errno == ENOENT { return true }  // too old, and removed
            throw error
        }
        guard try full.lock(wait: false, name: file.name) else { return false }
        let compressed = try UnnamedFile.make(in: directory.duplicate())
        try copy(full, to: compressed.descriptor, name: file.name)
        try compressed.descriptor.setTime(FileTime(full.status(name: file.name).st_mtim), name: file.name)
        // Its name must not be there after a power failure without its bytes, when the full one is gone.
        try checkErrno(fdatasync(compressed.descriptor.number), "write", file.name)
        // A lock of our own: that of the descriptor is the supervisor's, too.
        let place = try directory.open(".", [.directory], resolution: [.beneath, .noMagicLinks])
        _ = try place.lock(wait: true, name: "the container's directory")
        // Removed meanwhile, with the container or for being too old; or compressed by the one whose lock was
        // just released.
        guard try full.status(name: file.name).st_nlink > 0 else { return true }
        try compressed.publish(as: LogFiles.Full(number: file.number, isCompressed: true).name)
        try directory.removeFile(file.name)
        return true
    }

    private static func copy(
        _ full: borrowing Descriptor, to compressed: borrowing Descriptor, name: String
    ) throws {
        let output = try compressed.duplicate()
        let sink = try Compression.gzip.compress(
            into: FunctionSink { bytes throws(ArchiveError) in
                do throws(SystemError) { try output.write(bytes, name: name) } catch { throw .system(error) }
            })
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        defer { chunk.deallocate() }
        while true {
            let count = try full.read(into: chunk, name: name)
            if count == 0 { break }
            try sink.write(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
        try sink.finish()
    }
}

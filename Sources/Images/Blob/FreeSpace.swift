import LinuxSystem

/// What may still be written before the file system is so full that others
/// suffer: an archive that announces more is refused before it is unpacked.
struct FreeSpace {
    /// Kept free for others: 5 % of the file system, but at most this.
    private static let largestReserve: Int64 = 64 << 20

    private var remaining: Int64 = 0

    /// Notes that bytes are about to be written on the directory's file system.
    /// - Throws: `noSpace` when there is no room for them.
    mutating func take(_ count: Int64, in directory: borrowing Descriptor, for subject: String) throws(ImageError) {
        if count > remaining {
            remaining = try Self.measure(directory)
            guard count <= remaining else {
                throw .noSpace(
                    "no space for \(subject): it needs \(Self.shown(count)) and \(Self.shown(remaining)) can be used; "
                        + "remove images with skiff rmi, or other files")
            }
        }
        remaining -= count
    }

    private static func measure(_ directory: borrowing Descriptor) throws(ImageError) -> Int64 {
        do {
            let space = try directory.filesystemSpace(name: "the image store")
            return max(0, space.available - min(largestReserve, space.total / 20))
        } catch {
            throw .system(error)
        }
    }

    private static func shown(_ bytes: Int64) -> String {
        bytes < 10 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
    }
}

import LinuxSystem

/// Where an entry of a layer belongs: a directory and a name in it. The text
/// comes from an archive, so it is checked here, before any system call sees it.
struct LayerPath: Hashable {
    /// NAME_MAX and PATH_MAX of limits.h.
    private static let longestName = 255
    private static let longestPath = 4095

    /// The directory, relative to the layer's root, without `.` and doubled
    /// slashes; empty for the root.
    let parent: [UInt8]
    /// The last component; empty when the entry is the root itself.
    let name: [UInt8]

    /// A leading slash means the layer's root, as it does to Docker.
    init(_ bytes: [UInt8]) throws(ImageError) {
        guard bytes.count <= Self.longestPath else { throw Self.refusal(bytes, "its path is longer than 4095 bytes") }
        guard !bytes.contains(0) else { throw Self.refusal(bytes, "its path has a NUL byte in it") }
        var parent = [UInt8]()
        parent.reserveCapacity(bytes.count)
        var name = bytes[0..<0]
        for component in bytes.split(separator: UInt8(ascii: "/")) where !component.elementsEqual(".".utf8) {
            if component.elementsEqual("..".utf8) { throw Self.refusal(bytes, "its path leads up through ..") }
            if component.count > Self.longestName { throw Self.refusal(bytes, "a name in it is longer than 255 bytes") }
            if !name.isEmpty {
                if !parent.isEmpty { parent.append(UInt8(ascii: "/")) }
                parent.append(contentsOf: name)
            }
            name = component
        }
        self.parent = parent
        self.name = Array(name)
    }

    private static func refusal(_ bytes: [UInt8], _ reason: String) -> ImageError {
        .invalid("refused to unpack \"\(String(decoding: bytes.prefix(120), as: UTF8.self))\": \(reason)")
    }

    /// An error about the entry at this path.
    func refusal(_ reason: String) -> ImageError {
        Self.refusal(parent.isEmpty ? name : parent + [UInt8(ascii: "/")] + name, reason)
    }

    /// The name for system calls: no NUL is in it.
    var rawName: RawPath { RawPath(unchecked: name) }
}

extension RawPath {
    /// Bytes that are known to have no NUL; an empty path means the directory itself.
    init(unchecked bytes: [UInt8]) {
        guard let path = RawPath(bytes.isEmpty ? [UInt8(ascii: ".")] : bytes) else {
            preconditionFailure("paths are checked for NUL where they enter")
        }
        self = path
    }
}

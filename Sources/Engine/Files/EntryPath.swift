import LinuxSystem

/// The path of an entry in a file tree or an archive: bytes, relative, without
/// `.`, `..` and doubled slashes. Empty for the tree's root.
struct EntryPath: Hashable, Comparable, Sendable {
    private static let slash = UInt8(ascii: "/")

    let components: [ArraySlice<UInt8>]

    static let root = EntryPath(components: [])

    /// A leading slash means the tree's root, as in tar(1); `..` takes a
    /// component back.
    /// - Returns: `nil` for a path that leads out of the tree, or holds NUL.
    init?(_ bytes: [UInt8]) {
        var components = [ArraySlice<UInt8>]()
        for component in bytes.split(separator: Self.slash) where !component.elementsEqual(".".utf8) {
            if component.elementsEqual("..".utf8) {
                guard components.popLast() != nil else { return nil }
            } else {
                guard !component.contains(0) else { return nil }
                components.append(component)
            }
        }
        self.components = components
    }

    private init(components: [ArraySlice<UInt8>]) {
        self.components = components
    }

    var isRoot: Bool { components.isEmpty }

    /// The last component; `.` for the root.
    var name: RawPath { components.last.flatMap { RawPath($0) } ?? .currentDirectory }

    var parent: EntryPath { EntryPath(components: components.dropLast()) }

    var bytes: [UInt8] { Array(components.joined(separator: [Self.slash])) }

    /// For messages.
    var shown: String { String(decoding: bytes, as: UTF8.self) }

    /// By their components: what is in a directory comes right after it.
    static func < (first: EntryPath, second: EntryPath) -> Bool {
        first.components.lexicographicallyPrecedes(second.components) { $0.lexicographicallyPrecedes($1) }
    }

    /// The path of an entry of the directory that has this path.
    func appending(_ name: RawPath) -> EntryPath {
        EntryPath(components: components + [name.bytes])
    }
}

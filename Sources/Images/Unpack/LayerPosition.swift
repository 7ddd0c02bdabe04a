import LinuxSystem

/// The directory of a layer in which the next entry is made.
///
/// An archive lists a directory's entries together, so the last one that was
/// entered stays open: most entries need no walk at all.
struct LayerPosition: ~Copyable {
    private(set) var directory: Descriptor
    /// Where the directory is in the layer: no link of a lower layer is in this path.
    private(set) var path: [UInt8] = []
    /// The path that it was entered by; `nil` on the way to one.
    private var enteredPath: [UInt8]?

    /// Begins in the layer's root.
    init(in root: borrowing Descriptor) throws(SystemError) {
        directory = try root.duplicate()
    }

    /// Whether it is where that path leads already.
    func isAt(_ path: [UInt8]) -> Bool { path == enteredPath }

    /// Goes where a path leads, by links of this layer too.
    mutating func enter(_ path: [UInt8], from root: borrowing Descriptor) throws(SystemError) {
        directory = try root.open(RawPath(unchecked: path), [.pathOnly, .directory], resolution: .container)
        self.path = path
        enteredPath = path
    }

    /// Goes one part of a longer way.
    /// - Parameter path: one that has been resolved, link by link.
    mutating func move(to path: [UInt8], from root: borrowing Descriptor) throws(SystemError) {
        enteredPath = nil
        directory = try root.open(
            RawPath(unchecked: path), [.pathOnly, .directory], resolution: [.beneath, .noSymbolicLinks])
        self.path = path
    }

    /// Says what path has led here, part by part.
    mutating func hasArrived(by path: [UInt8]) {
        enteredPath = path
    }

    /// The path of the directory that this one is in; of the root, the root's.
    var parentPath: [UInt8] {
        Array(path.split(separator: UInt8(ascii: "/")).dropLast().joined(separator: "/".utf8))
    }

    /// The path of a name in the directory.
    func path(of name: [UInt8]) -> [UInt8] {
        path.isEmpty ? name : path + [UInt8(ascii: "/")] + name
    }
}

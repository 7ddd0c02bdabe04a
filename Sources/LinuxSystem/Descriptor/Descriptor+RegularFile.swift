import Glibc

extension Descriptor {
    /// Opens a regular file for reading, from a path that starts at this
    /// directory; `nil` when something else is there.
    ///
    /// The file is looked at before it is opened: opening a fifo would wait,
    /// and opening a device may have effects of its own.
    public func openRegularFile(
        _ path: some PathArgument, resolution: Resolution
    ) throws(SystemError) -> Descriptor? {
        let location = try open(path, [.pathOnly], resolution: resolution)
        guard try location.status(name: path.shown).st_mode & S_IFMT == S_IFREG else { return nil }
        return try Descriptor.open(location.procPath, [.readOnly])
    }
}

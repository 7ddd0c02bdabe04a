import Archive
import Glibc
import LinuxSystem

/// The root of a virtual machine, made of an image's files, with what a machine needs and a container doesn't: an
/// init and drivers. The kernel unpacks it into memory.
struct Initramfs: Sendable {
    let path: String
    /// In bytes.
    let size: Int64

    /// - Parameters:
    ///   - archive: the image's files, a tar archive.
    ///   - path: where to write it.
    init(of archive: String, probe: String, kernel: GuestKernel, at path: String) throws {
        let file = try Descriptor.open(path, [.writeOnly, .create, .exclusive], mode: 0o600)
        var cpio = CpioWriter(file, name: path)
        let reader = TarReader(FileSource(try Descriptor.open(archive, [.readOnly]), name: archive))
        while let entry = try reader.next() { try cpio.add(entry, from: reader) }
        // A later entry of the same name wins: what the image has there is not what is to be run.
        let directory = String(probe.prefix(upTo: probe.lastIndex(of: "/") ?? probe.startIndex))
        let name = String(probe.dropFirst(directory.count + 1))
        let content = try Descriptor.open(directory, [.directory]).readFile(name, limit: 64 << 20)
        try cpio.add(file: String(ProbeFile.inside.dropFirst()), content, mode: 0o755)
        try cpio.add(directory: "skiff-modules")
        for module in try kernel.loadModules() {
            try cpio.add(file: "skiff-modules/\(module.name)", module.content, mode: 0o644)
        }
        try cpio.finish()
        self.path = path
        size = cpio.size
    }

    /// What a machine with this root needs: the kernel's own, then the archive and what becomes of it at once.
    var machineMemory: Int {
        let roots = Int(size >> 20) * 3
        return max(128, (96 + roots + 31) / 32 * 32)
    }
}

import Glibc
import LinuxSystem

/// Debian's kernel for virtual machines, unpacked from its package and never installed: a directory with `boot`
/// and `lib/modules`, or `usr/lib/modules`.
struct GuestKernel: Sendable {
    /// The kernel's path.
    let image: String
    /// As the kernel calls itself: `6.1.0-56-cloud-amd64`.
    let version: String
    private let moduleDirectory: String

    /// The drivers of a network card on PCI, each after those that it needs.
    private static let modules = [
        "drivers/virtio/virtio_ring", "drivers/virtio/virtio", "drivers/virtio/virtio_pci_legacy_dev",
        "drivers/virtio/virtio_pci_modern_dev", "drivers/virtio/virtio_pci", "net/core/failover",
        "drivers/net/net_failover", "drivers/net/virtio_net",
    ]

    static let advice = """
        unpack Debian's there, without installing it: apt-get download linux-image-cloud-amd64's dependency \
        linux-image-…-cloud-amd64 and dpkg -x it, or use scripts/skiff compare, which does that
        """

    /// Looks for a kernel in that directory.
    init(in directory: String) throws {
        func names(_ path: String) -> [String] {
            // A directory that isn't there has no names.
            guard let opened = try? Descriptor.open(path, [.directory]), let entries = try? opened.entries() else {
                return []
            }
            return entries.map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        let start = "vmlinuz-"
        guard let name = names("\(directory)/boot").filter({ $0.hasPrefix(start) }).max() else {
            throw ComparisonError.refused("no kernel for virtual machines in \(directory)/boot: \(Self.advice)")
        }
        version = String(name.dropFirst(start.count))
        image = "\(directory)/boot/\(name)"
        let version = version
        let places = ["lib/modules", "usr/lib/modules"].map { "\(directory)/\($0)/\(version)/kernel" }
        guard let place = places.first(where: { access($0, R_OK) == 0 }) else {
            throw ComparisonError.refused("no modules of the kernel \(version) in \(directory)/lib: \(Self.advice)")
        }
        moduleDirectory = place
    }

    /// A driver that the machine's init loads.
    struct Module {
        /// In the order in which they are loaded: `03-virtio_pci.ko`.
        let name: String
        let content: [UInt8]
    }

    /// The drivers that a machine needs. One that isn't there is part of the kernel, or not needed by it.
    func loadModules() throws -> [Module] {
        let directory = try Descriptor.open(moduleDirectory, [.directory])
        var found = [Module]()
        for path in Self.modules {
            guard access("\(moduleDirectory)/\(path).ko", R_OK) == 0 else { continue }
            let name = path.suffix(from: path.index(after: path.lastIndex(of: "/") ?? path.startIndex))
            let number = found.count < 10 ? "0\(found.count)" : "\(found.count)"
            found.append(Module(name: "\(number)-\(name).ko", content: try directory.readFile("\(path).ko")))
        }
        return found
    }
}

import Glibc
import LinuxSystem
import OCI

/// The links of the host that a container gets for itself, `linux.netDevices`
/// ("Network Devices"). They go by rtnetlink(7) into the network namespace of
/// the container, while its first process waits, and come back by themselves
/// when the namespace ends, unless they are virtual: then they end with it.
struct NetworkDevices: Sendable {
    private let devices: [(name: String, newName: String)]

    /// Checks the names. `nil` when there is no device to move.
    init?(_ linux: RuntimeSpec.Linux, namespaces: borrowing NamespacePlan) throws(RuntimeError) {
        guard let named = linux.networkDevices, !named.isEmpty else { return nil }
        guard namespaces.isPrivate(NamespaceNames.network) else {
            throw .invalid(
                field: "linux.netDevices", reason: "the container has no network namespace of its own to move them into"
            )
        }
        var newNames = Set<String>()
        devices = try named.sorted { $0.key < $1.key }.map { name, device throws(RuntimeError) in
            let field = "linux.netDevices[\"\(name)\"]"
            try Self.check(name, isTemplate: false, field: field)
            guard let newName = device.name, !newName.isEmpty else { return (name, name) }
            try Self.check(newName, isTemplate: newName.contains("%d"), field: "\(field).name")
            return (name, newName)
        }
        for (name, newName) in devices where !newName.contains("%d") && !newNames.insert(newName).inserted {
            throw .invalid(
                field: "linux.netDevices[\"\(name)\"].name", reason: "another device is to be called \(newName) as well"
            )
        }
    }

    /// dev_valid_name of the kernel. A template holds one `%d`.
    private static func check(_ name: String, isTemplate: Bool, field: String) throws(RuntimeError) {
        let plain = isTemplate ? name.replacing("%d", with: "", maxReplacements: 1) : name
        let forbidden: Set<Character> = ["/", ":", "%", "\0", " ", "\t", "\n", "\u{b}", "\u{c}", "\r"]
        guard name != "." && name != "..", (1...15).contains(name.utf8.count),
            !plain.contains(where: forbidden.contains)
        else { throw .invalid(field: field, reason: "\"\(name)\" is not a name of a network device") }
    }

    /// Moves the devices into the network namespace of a process that waits: a
    /// child that nobody has waited for, so that its id can't be another's.
    func move(into pid: pid_t) throws(SystemError) {
        try move(into: Descriptor.open("/proc/\(pid)/ns/net", [.readOnly]))
    }

    /// All of them, or none: what was moved before a failure is moved back.
    func move(into namespace: borrowing Descriptor) throws(SystemError) {
        let host = try Descriptor.open("/proc/thread-self/ns/net", [.readOnly])
        let here = try NetworkLinks(of: host)
        let there = try NetworkLinks(of: namespace)
        var begun: [(name: String, newName: String)] = []
        do throws(SystemError) {
            for (name, template) in devices {
                let newName = try there.name(for: template)
                begun.append((name, newName))
                try here.transfer(name, to: there, namespace: namespace, as: newName)
            }
        } catch {
            for (name, newName) in begun.reversed() {
                // The first failure is the one to tell. A device that is still
                // here stops this by its name.
                _ = try? there.transfer(newName, to: here, namespace: host, as: name)
            }
            throw error
        }
    }
}

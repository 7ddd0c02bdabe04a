import CShim
import Glibc
import LinuxSystem

/// The links of one network namespace (rtnetlink(7)).
struct NetworkLinks: ~Copyable {
    private let socket: Descriptor

    init(of namespace: borrowing Descriptor) throws(SystemError) {
        socket = try Descriptor(owning: check(skiff_netlink_open(namespace.number), "open", "a netlink socket"))
    }

    /// The name that a device gets: the template itself, or with the lowest
    /// number in place of `%d` that makes a name nobody has, as the kernel does it.
    func name(for template: String) throws(SystemError) -> String {
        guard template.contains("%d") else { return template }
        for number in 0..<4096 {
            let name = template.replacing("%d", with: String(number))
            if try index(of: name) == nil { return name }
        }
        throw SystemError("find a free name for the network device", template, errno: ENFILE)
    }

    /// Moves a link, and gives it there the permanent addresses of global scope
    /// that it has here: the kernel takes all addresses away on the way. The
    /// link comes to be up.
    func transfer(
        _ name: String, to other: borrowing NetworkLinks, namespace: borrowing Descriptor, as newName: String
    ) throws(SystemError) {
        guard let index = try index(of: name) else {
            throw SystemError("find the network device", name, errno: ENODEV)
        }
        // The kernel would say the same, but after it has taken the link down.
        guard try other.index(of: newName) == nil else {
            throw SystemError("move the network device \(name) to", newName, errno: EEXIST)
        }
        let addresses = try addresses(of: index, name: name)
        try check(
            skiff_link_move(socket.number, CInt(index), namespace.number, newName), "move the network device", name)
        guard let newIndex = try other.index(of: newName) else {
            throw SystemError("find the network device", newName, errno: ENODEV)
        }
        try check(
            skiff_addresses_add(other.socket.number, newIndex, addresses, addresses.count),
            "set the addresses of the network device", newName)
        try check(skiff_link_set_up(other.socket.number, newIndex), "bring up the network device", newName)
    }

    /// `nil` when no link has the name.
    private func index(of name: String) throws(SystemError) -> CInt? {
        let result = skiff_link_index(socket.number, name)
        return result == -ENODEV ? nil : try check(result, "find the network device", name)
    }

    private func addresses(of index: CInt, name: String) throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = skiff_addresses_read(socket.number, index, &buffer, buffer.count)
        try check(CInt(count), "read the addresses of the network device", name)
        return Array(buffer[..<count])
    }
}

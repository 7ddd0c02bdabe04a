import Glibc
import LinuxSystem
import Networks

/// The directory of a network, in the state's `networks`: which addresses and names its containers have, as symbolic
/// links, each of which one container alone can make.
struct NetworkDirectory: ~Copyable {
    private let addresses: Descriptor

    /// Where the networks have their directories.
    static let rootName = "networks"
    private static let addressesName = "addresses"

    /// Makes it, for a new network.
    static func make(_ id: String, in state: borrowing Descriptor) throws(SystemError) {
        let own = try state.makeAndOpenDirectory(rootName, mode: 0o700).makeAndOpenDirectory(id, mode: 0o700)
        for name in [addressesName, "names"] { _ = try own.makeAndOpenDirectory(name, mode: 0o700) }
    }

    /// Removes it.
    static func remove(_ id: String, in state: borrowing Descriptor) throws(SystemError) {
        do throws(SystemError) {
            try state.openDirectory(rootName).removeTree(id)
        } catch {
            if error.errno != ENOENT { throw error }  // nothing was left
        }
    }

    /// `nil`: it was removed, or containers have no addresses in it.
    static func ofNetwork(_ id: String, in state: borrowing Descriptor) throws(SystemError) -> NetworkDirectory? {
        do throws(SystemError) {
            return .some(
                NetworkDirectory(
                    addresses: try state.openDirectory(rootName).openDirectory(id).openDirectory(addressesName)))
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    /// A container's address.
    struct Lease: Hashable, Sendable {
        let address: IPAddress
        /// The container's id.
        let container: String
    }

    /// Those that are taken, by the address.
    func leases() throws(SystemError) -> [Lease] {
        var leases = [Lease]()
        for name in try addresses.entries() {
            // One that has just been let go is none.
            guard let address = IPAddress(parsing: name.shown), let container = try holder(of: address) else {
                continue
            }
            leases.append(Lease(address: address, container: container))
        }
        return leases.sorted { $0.address < $1.address }
    }

    /// Who has an address: the container's id.
    func holder(of address: IPAddress) throws(SystemError) -> String? {
        do throws(SystemError) {
            let text = try addresses.symbolicLinkTarget(address.description)
            return String(decoding: text.prefix(64), as: UTF8.self)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    /// Takes an address for a container; `false`: somebody else has it.
    func take(_ address: IPAddress, for container: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try addresses.makeSymbolicLink(address.description, to: container)
            return true
        } catch {
            guard error.errno == EEXIST else { throw error }
            return try holder(of: address) == container
        }
    }

    /// Takes a free address of a subnet; `nil`: there is none. Where it begins to look follows from the container's
    /// id, so that a restart mostly gets the same one, and the thousandth costs what the first did.
    func takeFree(in subnet: NetworkSubnet, for container: String) throws(SystemError) -> IPAddress? {
        let pool = subnet.pool
        // More than a bridge has ports for, and short to write with version 6.
        let count = min(UInt128(1) << min(pool.family.bitCount - pool.prefixLength, 16), 1 << 16)
        let start = UInt128(UInt64(stableHash: container)) % count
        for offset in 0..<count {
            let address = IPAddress(pool.address.value + (start + offset) % count, pool.family)
            if subnet.isFree(address), try take(address, for: container) { return address }
        }
        return nil
    }

    /// Lets go of an address, if the container has it.
    func release(_ address: IPAddress, of container: String) throws(SystemError) {
        guard try holder(of: address) == container else { return }
        do throws(SystemError) {
            try addresses.removeFile(address.description)
        } catch {
            if error.errno != ENOENT { throw error }  // somebody was faster
        }
    }
}

import Glibc
import LinuxSystem

extension ContainerNetwork {
    /// Lets go of the container's addresses: symbolic links, each of which says who has the address.
    /// What the container doesn't have, or no longer, is no error.
    /// - Parameter networks: the directory that holds those of all networks.
    public func releaseAddresses(of container: String, in networks: borrowing Descriptor) throws(SystemError) {
        for attachment in attachments {
            do throws(SystemError) {
                let addresses = try networks.openDirectory(attachment.network).openDirectory("addresses")
                for address in attachment.addresses {
                    try Self.release("\(address.address)", of: container, in: addresses)
                }
            } catch {
                if error.errno != ENOENT { throw error }  // the network is gone, or it has none
            }
        }
    }

    private static func release(
        _ name: String, of container: String, in addresses: borrowing Descriptor
    ) throws(SystemError) {
        do throws(SystemError) {
            guard try addresses.symbolicLinkTarget(name).prefix(64).elementsEqual(container.utf8) else { return }
            try addresses.removeFile(name)
        } catch {
            if error.errno != ENOENT { throw error }
        }
    }
}

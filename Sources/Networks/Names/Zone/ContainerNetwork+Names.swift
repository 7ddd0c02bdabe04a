import Glibc
import LinuxSystem

extension ContainerNetwork {
    /// Makes the container known by its names on each of its networks.
    /// - Parameter networks: the directory that holds those of all networks.
    public func addNames(of container: String, in networks: borrowing Descriptor) throws(SystemError) {
        for attachment in attachments {
            try Zone(of: attachment.network, in: networks).add(attachment.entry(of: container))
        }
    }

    /// Takes them away again. What isn't there is no error, and a failure with
    /// one network doesn't keep the others'.
    public func removeNames(of container: String, in networks: borrowing Descriptor) throws(SystemError) {
        var failure: SystemError?
        for attachment in attachments {
            do throws(SystemError) {
                try Zone(existing: attachment.network, in: networks).remove(attachment.entry(of: container))
            } catch {
                if error.errno == ENOENT { continue }  // the network is gone, or nobody ever had a name there
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }
}

extension Attachment {
    /// What the container is found by there.
    fileprivate func entry(of container: String) -> Zone.Entry {
        Zone.Entry(container: container, names: names, addresses: addresses.map(\.address))
    }
}

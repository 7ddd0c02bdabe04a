import Glibc
import LinuxSystem

/// What a bridge's port is told besides what every link is.
extension NetlinkBatch {
    /// Makes the link a port of the bridge.
    /// - Parameters:
    ///   - bridge: its index.
    ///   - reflects: frames go back to the port that they came by (`hairpin` of bridge(8)).
    ///   - isIsolated: no other isolated port is reached.
    mutating func addPort(_ name: String, of bridge: UInt32, reflects: Bool, isIsolated: Bool) {
        message(LinkMessage.newLink, [], "add", "the link \(name) to its bridge") { batch in
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, name)
            batch.attribute(LinkAttribute.master, bridge)
        }
        // The kernel looks for the port's bridge before it makes it a port, so it takes a second message.
        message(LinkMessage.newLink, [], "set the options of", "the link \(name)") { batch in
            let (mode, isolated) = (4, 33)
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, name)
            batch.nested(LinkAttribute.information) { batch in
                batch.attribute(LinkAttribute.portKind, "bridge")
                batch.nested(LinkAttribute.portData) { batch in
                    if reflects { batch.attribute(mode, UInt8(1)) }
                    if isIsolated { batch.attribute(isolated, UInt8(1)) }
                }
            }
        }
    }

    /// The kernel gives the link no address of version 6 by itself (`addrgenmode` of ip-link(8)).
    mutating func leaveWithoutAddress(_ name: String) {
        message(LinkMessage.newLink, [], "set the options of", "the link \(name)") { batch in
            let (addressMode, none): (Int, UInt8) = (8, 1)
            batch.linkHeader()
            batch.attribute(LinkAttribute.name, name)
            batch.nested(LinkAttribute.families) { batch in
                batch.nested(Int(AF_INET6)) { $0.attribute(addressMode, none) }
            }
        }
    }
}

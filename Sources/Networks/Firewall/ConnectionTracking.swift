import Glibc
import LinuxSystem

/// The connections that the kernel's packet filter knows of.
enum ConnectionTracking {
    /// Forgets what was sent to these ports by UDP, which has no connections that
    /// end: whoever goes on sending would go on being led to where the port led
    /// before, or nowhere. A kernel that can't look for ports (before 6.8), or has
    /// forgotten all, is no worse than without.
    static func forget(_ ports: [PortMapping], by socket: borrowing NetlinkSocket) {
        for mapping in ports where mapping.transport == .udp {
            for family in [AF_INET, AF_INET6] {
                var batch = NetlinkBatch()
                write(mapping, family: UInt8(family), to: &batch)
                // As said above.
                try? socket.perform(batch)
            }
        }
    }

    private static func write(_ mapping: PortMapping, family: UInt8, to batch: inout NetlinkBatch) {
        let (subsystem, delete): (UInt16, UInt16) = (1, 2)
        batch.message(subsystem << 8 | delete, [], "forget", "connections to \(mapping.hostPort)/udp") { batch in
            FilterTransaction.header(&batch, family: family)
            let (original, transport, number, destinationPort) = (1, 2, 1, 3)
            batch.nested(original) { batch in
                batch.nested(transport) { batch in
                    batch.attribute(number, mapping.transport.number)
                    batch.attribute(destinationPort, mapping.hostPort.bigEndian)
                }
            }
            // Which parts of it count: the protocol's number and the destination's port.
            let (filter, originalFlags, counted): (Int, Int, UInt32) = (25, 1, 1 << 3 | 1 << 5)
            batch.nested(filter) { $0.attribute(originalFlags, counted) }
        }
    }
}

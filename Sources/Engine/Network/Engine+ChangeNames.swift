import Networks
import Runtime

extension Engine {
    /// A container that runs is found by another name from now on, and no longer by the old one.
    /// - Parameter record: as it is now.
    func changeNames(of container: Container, to record: ContainerRecord) throws {
        let connections = record.settings.networks.connections
        do {
            try changeNetwork(of: container, to: record, verb: "rename") { document in
                for index in document.attachments.indices {
                    let name = document.attachments[index].networkName
                    guard let connection = connections.first(where: { $0.network == name }) else { continue }
                    document.attachments[index].names = try network(connection.network).names(of: record, connection)
                }
            }
        } catch {
            // It has the name, whatever has become of this: with its next start it is found by that.
            guard try existing(container.id)?.isSupervised == true else { return }
            throw EngineError(
                .unavailable,
                "container \(record.name) has its new name, but in its networks it is found by the old one until it "
                    + "is started again: \(error)")
        }
    }
}

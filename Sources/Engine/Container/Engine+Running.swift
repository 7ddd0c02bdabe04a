import LinuxSystem
import Runtime
import StateStore

extension Engine {
    /// The container of that name or id, for who has to do with one that runs. It is found without the database
    /// where that is certain; whether another one fits, and what is wrong, the database tells.
    func running(_ reference: String) throws -> Container {
        if let container = linked(reference), container.running != nil { return container }
        let container = try container(reference)
        if container.name == reference, container.running != nil { try link(container) }
        return container
    }

    /// Whom the id itself or the name's link leads to: perhaps not the one that is meant, or nobody.
    func linkedID(of reference: String) throws(SystemError) -> String? {
        if let named = ContainerID(parsing: reference) { return named.description }
        return try nameLinks().id(of: reference)?.description
    }

    /// The container that the id itself or the name's link leads to, if it is the one that is meant.
    private func linked(_ reference: String) -> Container? {
        // Whatever is wrong with it is told by whoever asks the database.
        guard let id = try? linkedID(of: reference), let container = try? existing(id), !container.isLost
        else { return nil }
        return id == reference || container.name == reference ? container : nil
    }

    /// The name may be given to another one meanwhile: `rename` takes links away before the database knows.
    private func link(_ container: Container) throws {
        let links = try nameLinks()
        links.add(container.name, to: container.id)
        if try row(of: container.name)?.id != container.id { links.remove(container.name) }
    }
}

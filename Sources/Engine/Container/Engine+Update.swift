import Cgroups
import JSON
import LinuxSystem
import OCI
import Runtime
import StateStore

extension Engine {
    /// Changes limits and the restart policy of a container: at once if it
    /// runs, and for all later starts.
    public func update(_ reference: String, _ changes: ContainerChanges) throws {
        let id = try id(of: reference)
        let lock = try changeLock(of: id, named: reference)
        defer { withExtendedLifetime(lock) {} }
        let container = try container(id)
        var record = container.record
        record.settings = record.settings.changed(by: changes)
        try record.settings.check(on: .current())
        if record.removeOnExit, record.settings.restartPolicy != .no {
            throw EngineError(
                .conflict,
                "cannot update container \(container.name): one that is removed at its end can't be restarted")
        }
        if changes.changesPorts { try changePorts(of: &record, changes) }
        try record.settings.networks.checkRate(record.network)
        if container.isSupervised {
            try apply(record.settings, to: container)
            if record.settings.networks.rate != container.record.settings.networks.rate {
                try applyRate(of: record, to: container)
            }
            if changes.changesPorts { try applyPorts(of: record, to: container) }
        }
        try write(record)
        emitContainer("update", record)
    }

    private func apply(_ settings: ContainerSettings, to container: Container) throws {
        let directory = try directory(of: container.id)
        var resources = RuntimeSpec.Resources(settings, devices: [])
        resources.devices = nil
        if let running = container.running {
            do {
                var group = try Cgroup.open(running.cgroup, on: Hierarchies.detect())
                try group.update(from: resources)
            } catch {
                throw EngineError(.conflict, "cannot update container \(container.name): \(error)")
            }
        }
        // A run that its supervisor starts goes by this file.
        var spec = try directory.readSpecification()
        resources.devices = spec.linux?.resources?.devices
        spec.linux?.resources = resources
        try directory.descriptor.writeFile(ContainerDirectory.configurationName, spec.json)
        if settings.restartPolicy != container.record.settings.restartPolicy {
            try ask(container, .restartPolicy(settings.restartPolicy), verb: "update")
        }
    }

    /// Gives the container another name.
    public func rename(_ reference: String, to text: String) throws {
        let name = try ContainerName(parsing: text).description
        let id = try id(of: reference)
        let lock = try changeLock(of: id, named: reference)
        defer { withExtendedLifetime(lock) {} }
        let container = try container(id)
        var record = container.record
        record.name = name
        let links = try nameLinks()
        for name in [container.name, name] { links.remove(name) }
        do {
            try state.write { database in
                try claim(name, for: id, in: database)
                // Within the transaction: who is killed here has changed the record at most, which the database
                // puts right.
                try write(record)
            }
        } catch {
            // The first failure is the one to tell; what stays wrong is put right as above.
            _ = try? write(container.record)
            throw error
        }
        emitContainer("rename", record, ["oldName": "/\(container.name)"])
        if container.isSupervised, !record.settings.networks.connections.isEmpty {
            try changeNames(of: container, to: record)
        }
    }

    private func claim(_ name: String, for id: String, in database: Database) throws {
        if let other = try String.fetchOne(
            database, sql: "SELECT id FROM containers WHERE name = ?", arguments: [name])
        {
            throw EngineError(
                .conflict,
                other == id
                    ? "container \(name) has that name already"
                    : "the container name \"\(name)\" is already in use by container \(other.prefix(12))")
        }
        try database.execute(sql: "UPDATE containers SET name = ? WHERE id = ?", arguments: [name, id])
    }

    /// A container whose record has another name than the database, which counts: whoever renamed it is at it, or
    /// was killed.
    func renamed(_ container: Container) throws -> Container {
        let directory = try directory(of: container.id)
        guard let lock = try FileLock.tryExclusive(ContainerDirectory.changeLockName, in: directory.descriptor) else {
            return container
        }
        defer { withExtendedLifetime(lock) {} }
        try settleName(of: container.id)
        return try existing(container.id) ?? container
    }

    /// Makes the record's name the database's; whoever calls holds the change lock.
    func settleName(of id: String) throws {
        let name = try state.read { database in
            try String.fetchOne(database, sql: "SELECT name FROM containers WHERE id = ?", arguments: [id])
        }
        guard let name, var record = try existing(id)?.record, record.name != name else { return }
        record.name = name
        try write(record)
    }

    /// Replaces the record; whoever calls holds the change lock.
    func write(_ record: ContainerRecord) throws {
        try directory(of: record.id).descriptor.writeFile(ContainerDirectory.recordName, record.json)
    }
}

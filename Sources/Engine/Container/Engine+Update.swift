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
        if container.isSupervised {
            try apply(record.settings, to: container)
            if changes.changesPorts { try applyPorts(of: record, to: container) }
        }
        try write(record)
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
        var record = try container(id).record
        try state.write { database in
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
        record.name = name
        try write(record)
    }

    /// Replaces the record; whoever calls holds the change lock.
    func write(_ record: ContainerRecord) throws {
        try directory(of: record.id).descriptor.writeFile(ContainerDirectory.recordName, record.json)
    }
}

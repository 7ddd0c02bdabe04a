import Glibc
import LinuxSystem
import OCI

extension StoredContainer {
    /// The container's state as the specification has it, with what runc adds.
    public func state() throws(RuntimeError) -> RuntimeState {
        guard let record = try record() else {
            return RuntimeState(
                version: RuntimeSpec.supportedVersion, id: id.description, status: .creating, bundle: "")
        }
        return try state(status(by: record), record: record)
    }

    func state(_ status: RuntimeState.Status, record: ContainerRecord) throws(RuntimeError) -> RuntimeState {
        RuntimeState(record, id: id, status: status, annotations: try specification().annotations)
    }
}

extension RuntimeState {
    /// What hooks and engines are told of a container.
    init(_ record: ContainerRecord, id: ContainerIdentifier, status: Status, annotations: [String: String]?) {
        self.init(
            version: RuntimeSpec.supportedVersion, id: id.description, status: status,
            // Engines read 0 where there is no process any more.
            pid: status == .stopped ? 0 : record.process?.pid ?? 0, bundle: record.bundle, annotations: annotations,
            root: record.rootPath, created: Timestamp(nanoseconds: record.created).description,
            owner: UserName.of(record.owner))
    }
}

extension RuntimeSpec {
    /// The version of the specification that this runtime implements.
    static let supportedVersion = "1.2.0"
}

extension ContainerStore {
    /// The states of all containers, in the order of their names. One that is
    /// deleted meanwhile is left out, and so is one whose record can't be read,
    /// of which `warn` is told: it must not hide the others.
    public func states() throws(RuntimeError) -> [RuntimeState] {
        let identifiers: [ContainerIdentifier]
        do { identifiers = try self.identifiers() } catch { throw .system(error) }
        var states: [RuntimeState] = []
        for id in identifiers {
            do throws(RuntimeError) {
                if let container = try find(id) { states.append(try container.state()) }
            } catch {
                if isThere(id) { warn("\(error)") }
            }
        }
        return states
    }
}

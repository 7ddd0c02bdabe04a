import Glibc
import LinuxSystem
import OCI

/// The class of service, and the monitoring group, that a container's
/// processes are in.
public struct ResourceControlGroup: ~Copyable {
    private let request: ResourceControlRequest
    private let containerID: String
    private let mountPoint: String
    /// Whether the class was made for this container.
    private let isOwn: Bool

    /// Makes the class, or finds it, by the rules of the specification: one
    /// that is named and has no schemata must exist; one that exists must have
    /// the schemata asked for.
    public static func create(
        _ rdt: RuntimeSpec.IntelRdt, containerID: String, in control: ResourceControl?
    ) throws(RuntimeError) -> ResourceControlGroup {
        let request = try ResourceControlRequest(rdt, containerID: containerID)
        guard let control else { throw noFilesystem }
        do throws(SystemError) {
            let top = try Descriptor.open(control.mountPoint, [.directory])
            let exists = try Self.exists(request.classID, in: top)
            guard exists || !request.isNamed || !request.schemata.isEmpty else {
                throw SystemError("find the class of service", request.classID, errno: ENOENT)
            }
            if !exists { try top.makeDirectory(request.classID, mode: 0o755) }
            let group = ResourceControlGroup(request, containerID, control.mountPoint, isOwn: !exists)
            do throws(SystemError) {
                try group.apply(in: top, exists: exists)
            } catch {
                group.remove()
                throw error
            }
            return group
        } catch {
            throw .system(error)
        }
    }

    static var noFilesystem: RuntimeError {
        .invalid(field: ResourceControl.field, reason: "this host has no mounted resctrl file system")
    }

    private init(_ request: ResourceControlRequest, _ containerID: String, _ mountPoint: String, isOwn: Bool) {
        self.request = request
        self.containerID = containerID
        self.mountPoint = mountPoint
        self.isOwn = isOwn
    }

    private static func exists(_ name: String, in directory: borrowing Descriptor) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try directory.open(name, [.pathOnly, .directory], resolution: [.beneath, .noSymbolicLinks])
            return true
        } catch {
            guard error.errno == ENOENT else { throw error }
            return false
        }
    }

    private func apply(in top: borrowing Descriptor, exists: Bool) throws(SystemError) {
        let directory = try top.open(
            request.classID, [.readOnly, .directory], resolution: [.beneath, .noSymbolicLinks])
        if exists { try checkSchemata(in: directory) } else { try writeSchemata(in: directory) }
        guard request.isMonitored else { return }
        let groups = try directory.open(
            "mon_groups", [.readOnly, .directory], resolution: [.beneath, .noSymbolicLinks])
        try groups.makeDirectory(containerID, mode: 0o755)
    }

    /// The kernel takes one resource a write.
    private func writeSchemata(in directory: borrowing Descriptor) throws(SystemError) {
        for line in request.schemata {
            let file = try directory.open("schemata", [.writeOnly], resolution: [.beneath, .noSymbolicLinks])
            try file.write("\(line)\n", name: "\(line) to schemata of the class of service \(request.classID)")
        }
    }

    private func checkSchemata(in directory: borrowing Descriptor) throws(SystemError) {
        let file = try directory.open("schemata", [.readOnly], resolution: [.beneath, .noSymbolicLinks])
        let text = String(decoding: try file.readToEnd(limit: 1 << 20, name: "schemata"), as: UTF8.self)
        let present = Schemata(text)
        guard let line = request.schemata.first(where: { !present.include($0) }) else { return }
        throw SystemError("find the schema \(line) in the class of service", request.classID, errno: EEXIST)
    }

    /// The `tasks` file that the container's first process is to write itself into.
    public func openTasks() throws(SystemError) -> Descriptor {
        let path = request.isMonitored ? monitoringPath : classPath
        return try Descriptor.open("\(path)/tasks", [.writeOnly])
    }

    /// For the container's state, to remove the group later: the directories
    /// that go with the container, the inner one first.
    public var ownDirectories: [String] {
        (request.isMonitored ? [monitoringPath] : []) + (isOwn ? [classPath] : [])
    }

    /// Takes away what was made; its processes fall back to the default class.
    public borrowing func remove() {
        Self.remove(ownDirectories)
    }

    /// As `remove`, by what `ownDirectories` answered when the container was made.
    public static func remove(_ directories: [String]) {
        // Gone, or not ours to remove: the container has ended either way.
        for path in directories { _ = rmdir(path) }
    }

    private var classPath: String { "\(mountPoint)/\(request.classID)" }
    private var monitoringPath: String { "\(classPath)/mon_groups/\(containerID)" }
}

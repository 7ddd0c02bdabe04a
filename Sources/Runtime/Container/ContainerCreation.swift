import Cgroups
import Glibc
import LinuxSystem
import OCI

/// A container on its way into being: what has been made for it so far, to be
/// taken back at the first failure.
///
///     bundle read and checked        nothing exists yet
///     state directory, record        delete --force finds what follows
///     cgroup                         in the record beforehand
///     process                        dies by itself if this one is killed before the record has it
///     record with the process        created
struct ContainerCreation: ~Copyable {
    let request: CreationRequest
    let bundle: Bundle
    let container: StoredContainer
    var record: ContainerRecord
    /// `nil` while it is pending.
    var cgroup: Cgroup?
    var pendingGroup: PendingCgroup?
    /// Begun as soon as it is known that there is to be one.
    var network: NewNetworkNamespace?
    /// In the group until the process is.
    var placeholder: PlaceholderProcess?

    /// Makes everything but the process.
    init(_ request: CreationRequest, in store: borrowing ContainerStore) throws(RuntimeError) {
        let bundle = try Bundle(request.bundle)
        try Self.check(request, bundle.specification)
        try bundle.specification.checkHooks()
        _ = try bundle.openRoot()
        Trace.mark("runtime: configuration read")
        let network = bundle.specification.beginNetwork()
        let hierarchies = try Self.hierarchies()
        let record = ContainerRecord(
            bundle: bundle.path, rootPath: try bundle.rootPath(), created: Timestamp.now().nanoseconds,
            owner: geteuid(),
            cgroup: try Self.plannedGroup(request, bundle.specification, on: hierarchies), process: nil)
        let container = try store.make(request.id)
        do throws(RuntimeError) {
            try container.store(bundle.configuration)
            try container.write(record)
            Trace.mark("runtime: state directory made")
            if let pending = Self.beginGroup(request, bundle.specification, on: hierarchies) {
                pendingGroup = .some(pending)
                cgroup = nil
            } else {
                let reserved = try Self.makeGroup(request, bundle.specification, on: hierarchies)
                cgroup = .some(reserved.group)
                placeholder = reserved.placeholder
                Trace.mark("runtime: cgroup made")
            }
        } catch {
            try? container.forget()  // the first failure is the one to tell
            throw error
        }
        self.request = request
        self.bundle = bundle
        self.container = container
        self.record = record
        self.network = network
    }

    private static func check(_ request: CreationRequest, _ spec: RuntimeSpec) throws(RuntimeError) {
        guard let process = spec.process else {
            throw .invalid(field: "process", reason: "is required to start a container")
        }
        let terminal = process.terminal == true
        if terminal, request.detaches, request.consoleSocket == nil {
            throw .refused("cannot make a terminal for a detached container without --console-socket")
        }
        if !terminal, request.consoleSocket != nil {
            throw .refused("--console-socket is of no use: process.terminal is not set")
        }
        try PreservedDescriptors.check(request.preservedDescriptors)
    }

    private static func plannedGroup(
        _ request: CreationRequest, _ spec: RuntimeSpec, on hierarchies: Hierarchies
    ) throws(RuntimeError) -> CgroupLocation {
        let id = request.id.description
        if request.usesSystemd { return try Cgroup.plannedScope(for: spec, containerID: id, on: hierarchies) }
        return try Cgroup.plannedLocation(for: spec, containerID: id, on: hierarchies)
    }

    /// `nil` when the group has to be there before the process, or there can be no thread.
    private static func beginGroup(
        _ request: CreationRequest, _ spec: RuntimeSpec, on hierarchies: Hierarchies
    ) -> PendingCgroup? {
        guard !request.usesSystemd, PendingCgroup.suits(spec, on: hierarchies) else { return nil }
        return try? PendingCgroup.begin(for: spec, containerID: request.id.description, on: hierarchies)
    }

    /// Waits for the group, if it is pending.
    mutating func finishGroup() throws(RuntimeError) {
        guard let pending = pendingGroup.take() else { return }
        cgroup = .some(try pending.finish())
    }

    private static func makeGroup(
        _ request: CreationRequest, _ spec: RuntimeSpec, on hierarchies: Hierarchies
    ) throws(RuntimeError) -> ReservedGroup {
        let id = request.id.description
        if request.usesSystemd { return try Cgroup.createScope(for: spec, containerID: id, on: hierarchies) }
        return ReservedGroup(
            group: try Cgroup.create(for: spec, containerID: id, on: hierarchies), placeholder: nil)
    }

    private static func hierarchies() throws(RuntimeError) -> Hierarchies {
        do { return try Hierarchies.detect() } catch { throw .limits("\(error)") }
    }
}

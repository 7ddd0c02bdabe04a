import Cgroups
import LinuxSystem
import OCI

/// A new group, with the process that is in it until the container's first one is.
struct ReservedGroup: ~Copyable {
    let group: Cgroup
    /// For a scope of systemd's, which ends when its last process does.
    let placeholder: PlaceholderProcess?
}

extension Cgroup {
    /// Has systemd make a scope for the container and takes the scope's group,
    /// which systemd leaves to us (`Delegate=`). On v1 systemd knows few
    /// hierarchies; in the others the group is made as without it.
    ///
    /// A scope starts with a process in it. The container's first one is to be
    /// born into the finished group, so another one waits there in its place.
    static func createScope(
        for spec: RuntimeSpec, containerID: String, on hierarchies: Hierarchies
    ) throws(RuntimeError) -> ReservedGroup {
        let name = try ScopeName(path: spec.linux?.cgroupsPath ?? "", containerID: containerID)
        let limits = try Limits(creating: spec.linux?.resources ?? RuntimeSpec.Resources())
        let asked = try UnitProperty.asked(by: spec.annotations ?? [:])
        var manager = try SystemdManager.open()
        let placeholder = try placeholder()
        let properties =
            Self.properties(of: name, containerID: containerID, process: placeholder.process)
            + UnitProperty.keeping(limits, on: hierarchies) + asked
        let path: String
        do throws(BusError) {
            try manager.start(name.unit, properties)
            path = try manager.controlGroup(of: name.unit)
        } catch {
            throw .limits("cannot start the unit \(name.unit) for container \(containerID): \(error)")
        }
        do throws(CgroupError) {
            var group = try create(path, limits: limits, on: hierarchies, options: scopeOptions)
            group.scope = name.unit
            if let owner = spec.cgroupOwner { try group.delegate(to: owner) }
            return ReservedGroup(group: group, placeholder: .some(placeholder))
        } catch {
            _ = try? manager.stop(name.unit)  // the first failure is the one to tell
            throw RuntimeError(error)
        }
    }

    private static func placeholder() throws(RuntimeError) -> PlaceholderProcess {
        do { return try PlaceholderProcess() } catch { throw .system(error) }
    }

    private static func properties(of name: ScopeName, containerID: String, process: Int32) -> [UnitProperty] {
        [
            UnitProperty("Description", .string("container \(containerID)")),
            UnitProperty("Slice", .string(name.slice)),
            UnitProperty("PIDs", .array(of: "u", [.uint32(UInt32(process))])),
            UnitProperty("Delegate", .boolean(true)),
            UnitProperty("DefaultDependencies", .boolean(false)),
            // Each brings the group into the controller's hierarchy, or the controller into the group.
            UnitProperty("MemoryAccounting", .boolean(true)),
            UnitProperty("CPUAccounting", .boolean(true)),
            UnitProperty("TasksAccounting", .boolean(true)),
            UnitProperty("IOAccounting", .boolean(true)),
        ]
    }

    /// Where `createScope` is going to make the group, as far as that is known beforehand.
    static func plannedScope(
        for spec: RuntimeSpec, containerID: String, on hierarchies: Hierarchies
    ) throws(RuntimeError) -> CgroupLocation {
        let name = try ScopeName(path: spec.linux?.cgroupsPath ?? "", containerID: containerID)
        do {
            var location = try plannedLocation(name.expectedPath, on: hierarchies, options: scopeOptions)
            location.scope = name.unit
            return location
        } catch {
            throw RuntimeError(error)
        }
    }

    /// On a hybrid host systemd sees by the v2 group whether a scope has processes.
    private static let scopeOptions: CreationOptions = [.everyHierarchy, .unified, .acceptExisting]

    /// Tells systemd of changed limits, for a group that is a scope's.
    func changeScope(to limits: Limits) throws(RuntimeError) {
        guard let scope else { return }
        let hierarchies: Hierarchies
        do { hierarchies = try .detect() } catch { throw RuntimeError(error) }
        let properties = UnitProperty.keeping(limits, on: hierarchies)
        guard !properties.isEmpty else { return }
        var manager = try SystemdManager.open()
        do {
            try manager.change(scope, properties)
        } catch {
            throw .limits("cannot change the unit \(scope): \(error)")
        }
    }

    /// Ends the scope that the group is of, whose processes have ended.
    static func stopScope(_ scope: String) throws(RuntimeError) {
        var manager = try SystemdManager.open()
        do {
            try manager.stop(scope)
        } catch {
            throw .limits("cannot stop the unit \(scope): \(error)")
        }
    }
}

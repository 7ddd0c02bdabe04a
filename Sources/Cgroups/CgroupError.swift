import LinuxSystem

/// What can go wrong with a control group.
public enum CgroupError: Error, Hashable, Sendable {
    /// No cgroup file system is mounted.
    case noHierarchy
    case invalidPath(String, reason: String)
    /// A limit that contradicts itself or another one.
    case invalidLimit(String, reason: String)
    /// A new group's name is in use, in the directory given.
    case exists(cgroup: String, directory: String)
    case absent(cgroup: String)
    /// A group that was to be empty holds processes.
    case occupied(cgroup: String, directory: String, count: Int)
    /// Neither v1 nor v2 has the controller that a limit needs.
    case missingController(Controller, limit: String)
    /// The controller is there but cannot express the limit.
    case unsupported(limit: String, reason: String)
    /// The kernel refused a value.
    case refused(limit: String, value: String, cgroup: String, cause: SystemError)
    /// v2: a group with processes of its own cannot give controllers to
    /// children (the "no internal process" rule of cgroups(7)).
    case processesInside(ancestor: String, controllers: String)
    /// Processes, by their ids, that did not end in time.
    case busy(cgroup: String, processes: [Int32])
    /// The processes did not stop in time.
    case notFrozen(cgroup: String)
    /// Any other system call that failed.
    case system(SystemError)
}

extension CgroupError {
    /// Which sort of failure it is, for exit codes and HTTP statuses.
    public enum Kind: Hashable, Sendable {
        case notFound, conflict, invalid, unavailable, `internal`
    }

    /// Decides exit codes, where the sentence is for people.
    public var kind: Kind {
        switch self {
        case .absent: .notFound
        case .exists, .occupied, .busy, .processesInside: .conflict
        case .invalidPath, .invalidLimit, .refused: .invalid
        case .noHierarchy, .missingController, .unsupported, .notFrozen: .unavailable
        case .system: .internal
        }
    }
}

extension CgroupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noHierarchy:
            "no cgroup file system is mounted: mount cgroup2 on /sys/fs/cgroup"
        case .invalidPath(let path, let reason):
            "invalid cgroup path \"\(path)\": \(reason)"
        case .invalidLimit(let limit, let reason):
            "invalid limit \(limit): \(reason)"
        case .exists(let cgroup, let directory):
            "cgroup \(cgroup) exists already (\(directory)): choose another name or remove it"
        case .occupied(let cgroup, let directory, let count):
            "cgroup \(cgroup) is not empty: \(count) process(es) are in it (\(directory)): "
                + "end them, or choose another path"
        case .absent(let cgroup):
            "there is no cgroup \(cgroup)"
        case .missingController(let controller, let limit):
            "this kernel has no \"\(controller.rawValue)\" controller on v1 or v2: \(limit) can't be honoured"
        case .unsupported(let limit, let reason):
            "limit \(limit) can't be honoured: \(reason)"
        case .refused(let limit, let value, let cgroup, let cause):
            "cannot set \(limit) limit of cgroup \(cgroup) to \(value): \(cause.reason) (\(cause.subject))"
        case .processesInside(let ancestor, let controllers):
            "cannot enable \(controllers) beneath cgroup \(ancestor): it has processes of its own; "
                + "move them into a child cgroup or choose another parent"
        case .busy(let cgroup, let processes):
            "cannot remove cgroup \(cgroup): processes \(processes.map(String.init).joined(separator: ", ")) "
                + "are still in it; kill them first"
        case .notFrozen(let cgroup):
            "cannot freeze cgroup \(cgroup): a process in it doesn't stop, perhaps it waits for a device"
        case .system(let error):
            error.description
        }
    }
}

/// Runs calls of the kernel whose failure needs no other words than their own.
func translatingErrors<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
) throws(CgroupError) -> Result {
    do {
        return try body()
    } catch {
        throw .system(error)
    }
}

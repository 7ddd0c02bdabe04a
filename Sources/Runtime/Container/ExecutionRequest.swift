import Glibc
import OCI

/// What the command line of `exec` asks for.
public struct ExecutionRequest: Sendable {
    /// The process: from a file, or the container's own with changes.
    public enum Source: Sendable {
        /// A file with the specification's `process`.
        case file(String)
        /// The container's process with another command.
        case command(ProcessChanges)
    }

    /// What is to run.
    public var source: Source
    /// A file that gets the process's id.
    public var pidFile: String?
    /// A socket that gets the master of the process's terminal.
    public var consoleSocket: String?
    /// A socket that gets a pidfd of the process.
    public var pidDescriptorSocket: String?
    /// How many descriptors after 2 the process inherits.
    public var preservedDescriptors: CInt = 0
    /// Leaves as soon as the process runs.
    public var detaches = false
    /// A paused container is joined too; the process waits with it.
    public var ignoresPause = false
    /// Groups beneath the container's own, for the process: each `PATH` or
    /// `CONTROLLER[,CONTROLLER...]:PATH`.
    public var cgroups: [String] = []

    public init(_ source: Source) {
        self.source = source
    }
}

/// How a process differs from the container's own.
public struct ProcessChanges: Sendable {
    /// The program and its arguments; never empty.
    public var arguments: [String]
    /// Its standard streams are a terminal of its own.
    public var terminal = false
    /// Absolute, inside; as the others, absent: the container's.
    public var workingDirectory: String?
    /// Added to the container's.
    public var environment: [String] = []
    /// Inside the container.
    public var userID: UInt32?
    /// Inside the container.
    public var groupID: UInt32?
    /// Added to the container's.
    public var additionalGroupIDs: [UInt32] = []
    /// Added to the container's.
    public var capabilities: [String] = []
    /// prctl(2) PR_SET_NO_NEW_PRIVS.
    public var noNewPrivileges: Bool?
    /// The profile's name; it is loaded already.
    public var appArmorProfile: String?
    /// The SELinux context of the process.
    public var selinuxLabel: String?

    public init(arguments: [String]) {
        self.arguments = arguments
    }

    /// The container's process with the changes.
    func apply(to process: RuntimeSpec.Process) -> RuntimeSpec.Process {
        var changed = process
        changed.arguments = arguments
        changed.terminal = terminal
        changed.consoleSize = nil
        if let workingDirectory { changed.workingDirectory = workingDirectory }
        changed.environment = (process.environment ?? []) + environment
        if let userID {
            changed.user.userID = userID
            // As runc does: another user keeps the groups of the first unless told otherwise.
            if let groupID { changed.user.groupID = groupID }
        }
        if !additionalGroupIDs.isEmpty {
            changed.user.additionalGroupIDs = (process.user.additionalGroupIDs ?? []) + additionalGroupIDs
        }
        if let noNewPrivileges { changed.noNewPrivileges = noNewPrivileges }
        if let appArmorProfile { changed.appArmorProfile = appArmorProfile }
        if let selinuxLabel { changed.selinuxLabel = selinuxLabel }
        if !capabilities.isEmpty {
            changed.capabilities = (process.capabilities ?? RuntimeSpec.CapabilitySets()).adding(capabilities)
        }
        return changed
    }
}

extension RuntimeSpec.CapabilitySets {
    /// With the names in the bounding, effective and permitted sets. What a
    /// process may hand on by the inheritable set stays the configuration's
    /// word (CVE-2022-29162), and ambient are only names that are inheritable
    /// already (capabilities(7)).
    fileprivate func adding(_ names: [String]) -> RuntimeSpec.CapabilitySets {
        var sets = self
        sets.bounding = (bounding ?? []) + names
        sets.effective = (effective ?? []) + names
        sets.permitted = (permitted ?? []) + names
        let inheritable = inheritable ?? []
        sets.ambient = (ambient ?? []) + names.filter(inheritable.contains)
        return sets
    }
}

import CShim
import Glibc
import LinuxSystem
import OCI

/// One thing the child does between clone3(2) and execve(2), in Swift's terms.
/// Descriptor numbers belong to the plan that the step is part of.
enum LaunchStep: Sendable {
    case resetSignals
    /// Writes "0" into a v1 cgroup's `tasks` file: the writer moves itself.
    case joinCgroup(descriptor: CInt)
    /// Joins the groups whose `tasks` files come by the socket (`PendingCgroup`); `other` is its other end.
    case joinArrivingCgroup(socket: CInt, other: CInt)
    case writeHostFile(path: String, text: String)
    case unshare(namespaces: UInt64)
    case joinNamespace(descriptor: CInt, type: UInt64, path: String)
    /// Joins the namespaces of the process whose pidfd it is.
    case enterContainer(descriptor: CInt, namespaces: UInt64)
    case awaitIdentityMaps
    /// The namespaces and mounts are there: the runtime does what has to be done from outside.
    case awaitRuntime
    case becomeNamespaceUser(uid: UInt32, gid: UInt32)
    case newSession
    case propagation(UInt64)
    /// On the directory of the host, or over "/".
    case attachRoot(descriptor: CInt, path: String?)
    case makeDirectory(path: String, mode: mode_t)
    case mountNew(NewFilesystem)
    case mountAttach(MountAttachment)
    case changeMount(MountChange)
    case device(DeviceNode)
    case symbolicLink(path: String, target: String)
    case console(rows: UInt16, columns: UInt16, owner: UInt32, isMounted: Bool)
    case standardStream(descriptor: CInt, as: CInt)
    case sysctl(name: String, value: String)
    case maskPath(String, nullDevice: CInt)
    case readOnlyPath(String)
    case readOnlyRoot
    /// By pivot_root(2), or by chroot(2) where the host's own root can't be pivoted.
    case pivotRoot(byChroot: Bool)
    case hostname(String)
    case domainname(String)
    case loopbackUp
    case resourceLimit(ResourceLimit)
    case sessionKeyring(SessionKeyring)
    case umask(mode_t)
    case boundingSet(CapabilitySet)
    case identity(uid: UInt32, gid: UInt32, groups: [UInt32])
    case capabilities(
        effective: CapabilitySet, permitted: CapabilitySet, inheritable: CapabilitySet, ambient: CapabilitySet)
    case noNewPrivileges
    case seccomp(SeccompProgram)
    /// Takes the place of the next `.seccomp`, where the kernel gives a listener.
    case watchedSeccomp(SeccompProgram)
    case parentDeathSignal(Signal)
    case workingDirectory(String)
    /// All but the report socket and the one kept; -1 keeps no other.
    case closeDescriptors(from: CInt, keeping: CInt)
    case streamOwner(UInt32)
    /// Tells early what execve(2) would refuse in the end.
    case findExecutable(candidates: [String], user: RuntimeSpec.User, name: String)
    /// Says that all is ready and waits for a connection to the listening socket.
    case awaitStart(socket: CInt)
    /// `home` is the entry of the environment that what `.home` finds replaces.
    case execute(candidates: [String], arguments: [String], environment: [String], home: Int? = nil)
    case home(uid: UInt32)
    case securityLabel(module: SecurityModule, attribute: String, label: String)
    case scheduler(SchedulingAttributes)
    case ioPriority(IOPriority)
    case processors(NumberSet)
    case memoryPolicy(MemoryPolicy)
    case personality(UInt64, name: String)
    /// One of the hooks that run in the container's namespaces.
    case hook(HookStep)
}

extension LaunchStep: CustomStringConvertible {
    /// What the step does, as the object of "cannot …".
    var description: String {
        switch self {
        case .resetSignals: "reset the signal handlers"
        case .joinCgroup, .joinArrivingCgroup: "join the cgroup"
        case .writeHostFile(let path, let text): "write \"\(text)\" to \(path)"
        case .unshare(let namespaces): "create the \(NamespaceNames.list(namespaces)) namespace"
        case .joinNamespace(_, let type, let path): "join the \(NamespaceNames.list(type)) namespace \(path)"
        case .enterContainer(_, let types): "enter the \(NamespaceNames.list(types)) namespaces of the container"
        case .awaitIdentityMaps: "wait for the user and group id maps"
        case .awaitRuntime: "wait for the runtime"
        case .becomeNamespaceUser(let uid, let gid): "become user \(uid), group \(gid) of the user namespace"
        case .newSession: "start a session"
        case .propagation: "set the propagation of the root mount"
        case .attachRoot: "attach the root file system"
        case .makeDirectory(let path, _): "make the working directory \(path)"
        case .mountNew(let mount): "mount \(mount.type) on \(mount.target.path)"
        case .mountAttach(let mount): "mount \(mount.source) on \(mount.target.path)"
        case .changeMount(let mount): "change the mount on \(mount.path)"
        case .device(let node): "\(node.isExpected ? "find" : "make") the device \(node.path)"
        case .symbolicLink(let path, let target): "link \(path) to \(target)"
        case .console: "open a terminal in /dev/pts"
        case .standardStream(_, let number): "set up standard stream \(number)"
        case .sysctl(let name, let value): "set the kernel parameter \(name)=\(value)"
        case .maskPath(let path, _): "mask \(path)"
        case .readOnlyPath(let path): "make \(path) read-only"
        case .readOnlyRoot: "make the root file system read-only"
        case .pivotRoot: "change the root"
        case .hostname(let name): "set the host name \(name)"
        case .domainname(let name): "set the domain name \(name)"
        case .loopbackUp: "bring up the loopback interface"
        case .resourceLimit(let limit): "set the resource limit \(limit)"
        case .sessionKeyring: "create a session keyring"
        case .umask: "set the umask"
        case .boundingSet: "reduce the capability bounding set"
        case .identity(let uid, let gid, _): "become user \(uid), group \(gid)"
        case .capabilities: "set the capabilities"
        case .noNewPrivileges: "set no_new_privs"
        case .seccomp, .watchedSeccomp: "install the system-call filter"
        case .parentDeathSignal: "tie the process to its supervisor"
        case .workingDirectory(let path): "enter the working directory \(path)"
        case .closeDescriptors: "close inherited descriptors"
        case .streamOwner(let user): "give the standard streams to user \(user)"
        case .findExecutable(_, _, let name): "run \(name)"
        case .awaitStart: "wait for the start"
        case .execute(_, let arguments, _, _): "run \(arguments.first ?? "")"
        case .home(let uid): "find the home directory of user \(uid)"
        case .securityLabel(let module, _, let label): "set the \(module.name) label \(label) (\(module.field))"
        case .scheduler(let scheduling): "set the scheduling policy \(scheduling.policyName) (process.scheduler)"
        case .ioPriority(let priority): "set the I/O priority \(priority) (process.ioPriority)"
        case .processors: "set the processors to run on (process.execCPUAffinity)"
        case .memoryPolicy(let policy): "set the memory policy \(policy) (linux.memoryPolicy)"
        case .personality(_, let name): "set the personality \(name) (linux.personality)"
        case .hook(let hook): "\(hook.field): \(hook.path)"
        }
    }
}

/// One limit of setrlimit(2); the numbers are the kernel's, RLIM_INFINITY for none.
struct ResourceLimit: Hashable, Sendable, CustomStringConvertible {
    let resource: ProcessResource
    let soft: UInt64
    let hard: UInt64

    var description: String { "\(resource.rawValue)=\(Self.text(soft)):\(Self.text(hard))" }

    private static func text(_ value: UInt64) -> String {
        value == UInt64.max ? "unlimited" : String(value)
    }
}

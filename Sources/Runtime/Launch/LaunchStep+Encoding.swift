import CShim
import Glibc
import LinuxSystem
import OCI

extension LaunchStep {
    /// The step as the child reads it, its strings in `arena`.
    func encoded(in arena: Arena) -> skiff_step {
        var step = skiff_step()
        step.kind = kind
        step.fd = -1
        encodeArguments(into: &step, arena: arena)
        return step
    }

    private func encodeArguments(into step: inout skiff_step, arena: Arena) {
        switch self {
        case .joinCgroup(let descriptor):
            step.fd = descriptor
            step.text = arena.string("0")
        case .joinArrivingCgroup(let socket, let other):
            step.fd = socket
            step.number = UInt64(other)
        case .writeHostFile(let path, let text), .sysctl(let path, let text), .symbolicLink(let path, let text):
            step.path = arena.string(path)
            step.text = arena.string(text)
        case .unshare(let number), .propagation(let number):
            step.number = number
        case .joinNamespace(let descriptor, let type, _), .enterContainer(let descriptor, let type):
            step.fd = descriptor
            step.number = type
        case .attachRoot(let descriptor, let path):
            step.fd = descriptor
            step.path = path.map { arena.string($0) }
        case .makeDirectory(let path, let mode):
            step.path = arena.string(path)
            step.mode = mode
        case .mountNew(let mount): mount.encode(into: &step, arena: arena)
        case .mountAttach(let mount): mount.encode(into: &step, arena: arena)
        case .changeMount(let mount): mount.encode(into: &step, arena: arena)
        case .device(let node): node.encode(into: &step, arena: arena)
        case .console(let rows, let columns, let owner, let isMounted):
            step.number = UInt64(rows) << 16 | UInt64(columns)
            step.owner = owner
            step.mode = isMounted ? 1 : 0
        case .standardStream(let descriptor, let number):
            step.fd = descriptor
            step.number = UInt64(number)
        case .maskPath(let path, let nullDevice):
            step.path = arena.string(path)
            step.fd = nullDevice
        case .readOnlyPath(let path), .workingDirectory(let path):
            step.path = arena.string(path)
        case .hostname(let text), .domainname(let text):
            step.text = arena.string(text)
        case .sessionKeyring(let keyring):
            step.text = keyring.name.map { arena.string($0) }
        case .resourceLimit(let limit):
            step.number = limit.resource.number
            step.soft = limit.soft
            step.hard = limit.hard
        case .umask(let mode):
            step.mode = mode
        case .boundingSet(let set):
            step.number = set.rawValue
        case .awaitIdentityMaps:
            step.number = Privilege.isOrdinaryUser ? 1 : 0
        case .becomeNamespaceUser(let uid, let gid):
            step.owner = uid
            step.group = gid
            step.number = Privilege.isOrdinaryUser ? 1 : 0
        case .identity(let uid, let gid, let groups):
            step.owner = uid
            step.group = gid
            step.number = Privilege.isOrdinaryUser ? 1 : 0
            step.groups = arena.copy(groups)
            step.group_count = groups.count
        case .capabilities(let effective, let permitted, let inheritable, let ambient):
            step.capabilities = skiff_capability_sets(
                effective: effective.rawValue, permitted: permitted.rawValue, inheritable: inheritable.rawValue,
                ambient: ambient.rawValue)
        case .seccomp(let program), .watchedSeccomp(let program):
            step.data = UnsafeRawPointer(arena.copy(program.instructions))
            step.size = program.instructions.count
            step.number = program.flags
        case .parentDeathSignal(let signal):
            step.number = UInt64(signal.rawValue)
        case .closeDescriptors(let first, let kept):
            step.number = UInt64(first)
            step.fd = kept
        case .pivotRoot(let byChroot):
            step.number = byChroot ? 1 : 0
        case .streamOwner(let user):
            step.owner = user
        case .findExecutable(let candidates, let user, _):
            step.list = arena.list(candidates)
            step.owner = user.userID
            step.group = user.groupID
            step.group_count = user.additionalGroupIDs?.count ?? 0
        case .awaitStart(let socket):
            step.fd = socket
        case .hook(let hook):
            hook.encode(into: &step, arena: arena)
        case .execute(let candidates, let arguments, let environment, let home):
            step.number = home.map { UInt64($0) + 1 } ?? 0
            step.list = arena.list(candidates)
            step.argv = arena.vector(arguments)
            step.envp = arena.vector(environment)
        case .home(let uid):
            step.owner = uid
        case .securityLabel(_, let attribute, let label):
            step.path = arena.string(attribute)
            step.text = arena.string(label)
        case .scheduler(let scheduling):
            step.data = UnsafeRawPointer(arena.copy([scheduling.attributes]))
        case .ioPriority(let priority):
            step.number = priority.packed
        case .processors(let set):
            encode(set, into: &step, arena: arena)
        case .memoryPolicy(let policy):
            step.number = policy.mode
            encode(policy.nodes, into: &step, arena: arena)
        case .personality(let number, _):
            step.number = number
        case .resetSignals, .awaitRuntime, .newSession, .readOnlyRoot,
            .loopbackUp, .noNewPrivileges:
            break
        }
    }

    private func encode(_ set: NumberSet, into step: inout skiff_step, arena: Arena) {
        step.data = UnsafeRawPointer(arena.copy(set.words))
        step.size = set.words.count * MemoryLayout<UInt64>.size
    }

    private var kind: skiff_step_kind {
        switch self {
        case .resetSignals: SKIFF_STEP_RESET_SIGNALS
        case .joinCgroup: SKIFF_STEP_WRITE_DESCRIPTOR
        case .joinArrivingCgroup: SKIFF_STEP_JOIN_ARRIVING
        case .writeHostFile: SKIFF_STEP_WRITE_HOST_FILE
        case .unshare: SKIFF_STEP_UNSHARE
        case .joinNamespace, .enterContainer: SKIFF_STEP_JOIN_NAMESPACE
        case .awaitIdentityMaps, .awaitRuntime: SKIFF_STEP_AWAIT_PARENT
        case .becomeNamespaceUser: SKIFF_STEP_BECOME_NAMESPACE_ROOT
        case .newSession: SKIFF_STEP_NEW_SESSION
        case .propagation: SKIFF_STEP_PROPAGATION
        case .attachRoot: SKIFF_STEP_ATTACH_ROOT
        case .makeDirectory: SKIFF_STEP_MAKE_DIRECTORY
        case .mountNew: SKIFF_STEP_MOUNT_NEW
        case .mountAttach: SKIFF_STEP_MOUNT_ATTACH
        case .changeMount: SKIFF_STEP_CHANGE_MOUNT
        case .device: SKIFF_STEP_DEVICE
        case .symbolicLink: SKIFF_STEP_SYMLINK
        case .console: SKIFF_STEP_CONSOLE
        case .standardStream: SKIFF_STEP_STANDARD_STREAM
        case .sysctl: SKIFF_STEP_SYSCTL
        case .maskPath: SKIFF_STEP_MASK_PATH
        case .readOnlyPath: SKIFF_STEP_READONLY_PATH
        case .readOnlyRoot: SKIFF_STEP_READONLY_ROOT
        case .pivotRoot: SKIFF_STEP_PIVOT_ROOT
        case .hostname: SKIFF_STEP_HOSTNAME
        case .domainname: SKIFF_STEP_DOMAINNAME
        case .loopbackUp: SKIFF_STEP_LOOPBACK_UP
        case .resourceLimit: SKIFF_STEP_RESOURCE_LIMIT
        case .sessionKeyring: SKIFF_STEP_SESSION_KEYRING
        case .umask: SKIFF_STEP_UMASK
        case .boundingSet: SKIFF_STEP_BOUNDING_SET
        case .identity: SKIFF_STEP_IDENTITY
        case .capabilities: SKIFF_STEP_CAPABILITIES
        case .noNewPrivileges: SKIFF_STEP_NO_NEW_PRIVILEGES
        case .seccomp: SKIFF_STEP_SECCOMP
        case .watchedSeccomp: SKIFF_STEP_WATCHED_SECCOMP
        case .parentDeathSignal: SKIFF_STEP_PARENT_DEATH_SIGNAL
        case .workingDirectory: SKIFF_STEP_WORKING_DIRECTORY
        case .closeDescriptors: SKIFF_STEP_CLOSE_DESCRIPTORS
        case .streamOwner: SKIFF_STEP_STREAM_OWNER
        case .findExecutable: SKIFF_STEP_FIND_EXECUTABLE
        case .awaitStart: SKIFF_STEP_AWAIT_START
        case .hook: SKIFF_STEP_HOOK
        case .execute: SKIFF_STEP_EXECUTE
        case .home: SKIFF_STEP_HOME
        case .securityLabel: SKIFF_STEP_WRITE_OWN_FILE
        case .scheduler: SKIFF_STEP_SCHEDULER
        case .ioPriority: SKIFF_STEP_IO_PRIORITY
        case .processors: SKIFF_STEP_PROCESSORS
        case .memoryPolicy: SKIFF_STEP_MEMORY_POLICY
        case .personality: SKIFF_STEP_PERSONALITY
        }
    }
}

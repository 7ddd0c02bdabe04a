import Glibc
import LinuxSystem
import OCI
import Runtime

/// The files of a container from its root on, for this process alone. Paths in
/// it are the container's and hostile: walk them by `Resolution.container`.
final class ContainerTree {
    let root: Descriptor
    /// How owners on disk and in the container belong to each other.
    let owners: OwnerShift
    /// What the files are there by; let go of last.
    private let holder: Holder

    /// What keeps the tree as it is.
    enum Holder: ~Copyable {
        /// Its first process: while it lives, its root is the container's.
        case process(ProcessDescriptor)
        /// Mounts of our own, and the supervisor's lock, so that the container isn't started over them.
        case mounts(PrivateMounts, FileLock)
        /// A mount of our own of the root alone.
        case root(FileLock?)
    }

    init(root: consuming Descriptor, owners: OwnerShift, holder: consuming Holder) {
        self.root = root
        self.owners = owners
        self.holder = holder
    }
}

/// Which of a container's mounts are seen beneath its root.
enum TreeExtent {
    /// All that its processes see; of a stopped container, its bind mounts and volumes.
    case everything
    /// The image's files and the changes to them alone.
    case rootAlone
}

extension Engine {
    /// Opens the container's files: those that its first process sees, or of a
    /// stopped one what it would start with.
    func tree(of reference: String, _ extent: TreeExtent) throws -> ContainerTree {
        let id = try id(of: reference)
        // It may end, or start, between a look and the next one.
        for _ in 0..<3 {
            guard let container = try existing(id) else { throw Self.noSuchContainer(reference) }
            if let pid = container.firstProcess {
                if let tree = try runningTree(of: container, pid: pid, extent) { return tree }
            } else if let tree = try stoppedTree(of: container, extent) {
                return tree
            }
        }
        throw EngineError(
            .conflict, "cannot open the files of container \(reference): it is just being started or stopped; try again"
        )
    }

    /// The process by descriptor, once it's known to be the container's:
    /// opened by number, it is only if the supervisor, which reaps it, still says so.
    func firstProcess(of container: Container, pid: pid_t) throws -> ProcessDescriptor? {
        do {
            let process = try ProcessDescriptor(pid: pid)
            guard try existing(container.id)?.firstProcess == pid else { return nil }
            return process
        } catch let error as SystemError {
            guard error.errno == ESRCH else { throw error }
            return nil
        }
    }

    private func runningTree(of container: Container, pid: pid_t, _ extent: TreeExtent) throws -> ContainerTree? {
        guard let process = try firstProcess(of: container, pid: pid) else { return nil }
        let owners = OwnerShift(mapping: try specification(of: container.id)?.linux?.userIDMappings?.first)
        do throws(SystemError) {
            switch extent {
            case .everything:
                let root = try Descriptor.open("/proc/\(pid)/root", [.pathOnly, .directory])
                // The number was still its own when the root was opened.
                guard try !process.waitForEnd(milliseconds: 0) else { return nil }
                return ContainerTree(root: root, owners: owners, holder: .process(process))
            case .rootAlone:
                let root = try DetachedMount.cloneRoot(of: process).takeDescriptor()
                return ContainerTree(root: root, owners: owners, holder: .root(nil))
            }
        } catch {
            guard error.errno == ENOENT || error.errno == ESRCH else { throw error }
            return nil
        }
    }

    /// The configuration that it was last started with; `nil` when it never was.
    func specification(of id: String) throws -> RuntimeSpec? {
        do {
            return try directory(of: id).readSpecification()
        } catch let error as SystemError {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }
}

extension Container {
    /// The first process's id, if it is running.
    var firstProcess: pid_t? {
        running?.pid
    }
}

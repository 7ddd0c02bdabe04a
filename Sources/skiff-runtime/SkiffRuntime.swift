import CShim
import Glibc
import LinuxSystem
import Runtime

/// The OCI runtime and the supervisor of containers: one static file. This
/// file finds out as what it was called; the work is in `Runtime`.
@main
enum SkiffRuntime {
    /// Never `async`: parking the main thread costs a static executable 5 ms.
    static func main() {
        Trace.mark("supervisor: process started")
        let words = CommandLine.arguments
        // Bound into a container by `--init`, as its process 1.
        if words.first?.hasSuffix("/skiff-init") == true { becomeInit() }
        guard words.count > 1, words[1] == "supervise" else {
            StandardStream.error.writeLine("usage: skiff-runtime supervise ROOT-MOUNT VISITOR DIRECTORY")
            exit(1)
        }
        do {
            try Supervise.run(inheritance(Array(words.dropFirst(2))))
        } catch {
            StandardStream.error.writeLine("skiff-runtime: \(error)")
            exit(1)
        }
    }

    /// `skiff-init -- COMMAND [ARGUMENT...]`
    private static func becomeInit() -> Never {
        let skipped = 2
        guard CommandLine.argc > skipped else {
            StandardStream.error.writeLine("usage: skiff-init -- COMMAND [ARGUMENT...]")
            exit(125)
        }
        skiff_init(UnsafePointer(CommandLine.unsafeArgv + skipped))
    }

    /// `supervise ROOT-MOUNT VISITOR DIRECTORY`: two descriptors that skiff
    /// opened, and the container's directory.
    private static func inheritance(_ words: [String]) throws -> Supervise.Inheritance {
        guard words.count == 3, let root = CInt(words[0]), let visitor = CInt(words[1]), root > 2, visitor > 2 else {
            throw SystemError("supervise", words.joined(separator: " "), errno: EINVAL)
        }
        return Supervise.Inheritance(
            directory: ContainerDirectory(owning: try Descriptor.open(words[2], [.directory])),
            root: DetachedMount(owning: try Descriptor.adopt(inherited: root)),
            visitor: PacketSocket(owning: try Descriptor.adopt(inherited: visitor)))
    }
}

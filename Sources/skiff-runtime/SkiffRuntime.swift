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
        guard words.count == 3, words[1] == "supervise", let number = CInt(words[2]), number > 2 else {
            StandardStream.error.writeLine("usage: skiff-runtime supervise DESCRIPTOR (skiff calls it)")
            exit(1)
        }
        do {
            try Supervise.run(visitor: PacketSocket(owning: Descriptor.adopt(inherited: number)))
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
}

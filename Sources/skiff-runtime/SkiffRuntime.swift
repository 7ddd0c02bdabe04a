import Glibc
import LinuxSystem
import Runtime

/// The OCI runtime and the supervisor of containers: one static file.
@main
enum SkiffRuntime {
    /// Never `async`: parking the main thread costs a static executable 5 ms.
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, arguments[1] == "supervise", let root = CInt(arguments[2]),
            let visitor = CInt(arguments[3])
        else {
            StandardStream.error.writeLine("usage: skiff-runtime supervise ROOT-MOUNT VISITOR DIRECTORY")
            exit(1)
        }
        do {
            let directory = try Descriptor.open(arguments[4], [.directory])
            try Supervise.run(
                Supervise.Inheritance(
                    directory: ContainerDirectory(owning: directory),
                    root: DetachedMount(owning: Descriptor(owning: root)),
                    visitor: visitor < 0 ? nil : PacketSocket(owning: Descriptor(owning: visitor))))
        } catch {
            StandardStream.error.writeLine("skiff-runtime: \(error)")
            exit(1)
        }
    }
}

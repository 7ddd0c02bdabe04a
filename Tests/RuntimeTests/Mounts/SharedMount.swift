import LinuxSystem
import TestSupport

/// A tmpfs that is shared with other mount namespaces, or a bind mount of a
/// directory on itself, on a host of the test's own.
func withSharedMount(over directory: String? = nil, _ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { (temporary: String) in
        try withOwnMounts {
            let path = directory ?? temporary
            let arguments = directory == nil ? ["-t", "tmpfs", "test", path] : ["--bind", path, path]
            try Program("/bin/mount", arguments).run().succeeded()
            try Program("/bin/mount", ["--make-shared", path]).run().succeeded()
            try body(path)
        }
    }
}

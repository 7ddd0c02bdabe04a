import LinuxSystem
import TestSupport

/// A tmpfs of the host that is shared with other mount namespaces, or a bind
/// mount of a directory on itself; unmounted with all beneath it afterwards.
func withSharedMount<Value>(over directory: String? = nil, _ body: (String) throws -> Value) throws -> Value {
    try withTemporaryDirectory { temporary in
        let path = directory ?? temporary
        let arguments = directory == nil ? ["-t", "tmpfs", "test", path] : ["--bind", path, path]
        try Program("/bin/mount", arguments).run().succeeded()
        let result = Result {
            try Program("/bin/mount", ["--make-shared", path]).run().succeeded()
            return try body(path)
        }
        try Program("/bin/umount", ["-R", path]).run().succeeded()
        return try result.get()
    }
}

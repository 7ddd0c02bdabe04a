import LinuxSystem
import TestSupport

/// Runs the body with an empty directory, by path and open, which goes
/// afterwards with all that is in it.
func withTemporaryDirectory<Value>(_ body: (String, borrowing Descriptor) throws -> Value) throws -> Value {
    try withTemporaryDirectory { path in try body(path, Descriptor.open(path, [.directory])) }
}

import CShim
import Glibc

/// A program to start beside this one: in a session of its own, with no signal
/// blocked, with /dev/null as 0–2 and no other descriptor but those named. Nobody waits for it; it outlives its starter.
public struct ChildProcess: Sendable {
    /// The executable's; PATH is not searched.
    public var path: String
    /// With the program's name as the first.
    public var arguments: [String]
    /// Descriptors that keep their numbers in the child.
    public var inherited: [CInt] = []

    public init(_ path: String, arguments: [String], inherited: [CInt] = []) {
        self.path = path
        self.arguments = arguments
        self.inherited = inherited
    }

    /// Starts the program with this process's environment. One that can't be
    /// executed ends with the code 127.
    /// - Returns: its id.
    @discardableResult
    public func spawn() throws(SystemError) -> pid_t {
        let words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        let result = path.withCString { path in
            (words + [nil]).withUnsafeBufferPointer { argv in
                inherited.withUnsafeBufferPointer { inherited in
                    // An empty array has no address; none is read then.
                    let numbers = inherited.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<CInt>.alignment)!
                    var program = skiff_program(
                        path: path, argv: argv.baseAddress!, envp: environ, inherited: numbers,
                        inherited_count: inherited.count)
                    return skiff_spawn(&program)
                }
            }
        }
        return try check(result, "start", path)
    }
}

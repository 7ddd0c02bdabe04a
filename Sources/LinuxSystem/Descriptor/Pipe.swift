import CShim
import Glibc

/// The two ends of a pipe (pipe2(2)).
@frozen
public struct Pipe: ~Copyable {
    /// Its end is reached when all writing ends are closed.
    public let readEnd: Descriptor
    /// Without a reading end, a write ends in EPIPE and SIGPIPE.
    public let writeEnd: Descriptor

    public init() throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        try check(skiff_pipe(&ends), "create", "a pipe")
        readEnd = Descriptor(owning: ends[0])
        writeEnd = Descriptor(owning: ends[1])
    }
}

extension Descriptor {
    /// How many bytes can wait in this pipe (fcntl(2) F_GETPIPE_SZ); `nil` for
    /// anything else.
    public var pipeCapacity: Int? {
        let getPipeSize: CInt = 1032  // a macro that Swift does not see
        let size = fcntl(number, getPipeSize)
        return size < 0 ? nil : Int(size)
    }

    /// Reads and writes answer EAGAIN instead of waiting (fcntl(2) O_NONBLOCK).
    public func setNonBlocking() throws(SystemError) {
        let flags = try check(skiff_fcntl_int(number, F_GETFL, 0), "read the flags of", "descriptor \(number)")
        try check(skiff_fcntl_int(number, F_SETFL, flags | O_NONBLOCK), "set the flags of", "descriptor \(number)")
    }
}

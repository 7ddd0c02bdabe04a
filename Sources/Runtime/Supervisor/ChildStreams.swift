import Glibc
import LinuxSystem

/// The container's ends of its three standard streams.
public struct ChildStreams: ~Copyable {
    private let input: Descriptor
    private let output: Descriptor
    private let error: Descriptor

    init(input: consuming Descriptor, output: consuming Descriptor, error: consuming Descriptor) {
        self.input = input
        self.output = output
        self.error = error
    }

    /// Hands out each descriptor with the number it is to have. The pipes come
    /// to belong to the user, who could not open /dev/stdout otherwise.
    /// - Parameter owner: by the host's ids.
    consuming func give(
        to owner: FileOwner, _ body: (CInt, consuming Descriptor) -> Void
    ) throws(RuntimeError) {
        for number in [input.number, output.number, error.number] {
            var status = stat()
            guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { continue }
            // An ordinary user's own pipe is not for it to give, nor need it be.
            if status.st_uid == owner.user && status.st_gid == owner.group { continue }
            guard fchown(number, owner.user, owner.group) == 0 else {
                throw .system(SystemError("give", "the standard streams to user \(owner.user)", errno: errno))
            }
        }
        body(0, input)
        body(1, output)
        body(2, error)
    }
}

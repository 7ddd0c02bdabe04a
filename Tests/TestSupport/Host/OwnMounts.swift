import Glibc
import LinuxSystem

/// Runs the body on a thread with a mount namespace of its own, which nobody
/// sees and which ends with it: no test at the same time finds its mounts, and
/// none can stay behind. Programs that the body starts live in it too. Inside,
/// the mounts are in /proc/thread-self/mountinfo.
public func withOwnMounts(_ body: () throws -> Void) throws {
    try withoutActuallyEscaping(body) { body in
        let work = MountWork(body)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { pointer in
                Unmanaged<MountWork>.fromOpaque(pointer!).takeUnretainedValue().run()
                return nil
            }, Unmanaged.passUnretained(work).toOpaque())
        guard failure == 0 else { throw SystemError("start", "a thread", errno: failure) }
        pthread_join(thread, nil)
        try work.result?.get()
    }
}

/// What the thread does, and what came of it.
private final class MountWork {
    private let body: () throws -> Void
    private(set) var result: Result<Void, any Error>?

    init(_ body: @escaping () throws -> Void) {
        self.body = body
    }

    func run() {
        result = Result {
            try Self.leaveMounts()
            try Program("/bin/mount", ["--make-rprivate", "/"]).run().succeeded()
            try body()
        }
    }

    /// unshare(2) of the mounts, which Swift's Glibc doesn't import: of this thread alone.
    private static func leaveMounts() throws {
        guard let symbol = dlsym(nil, "unshare") else { throw TestFailure("there is no unshare(2)") }
        let unshare = unsafeBitCast(symbol, to: (@convention(c) (CInt) -> CInt).self)
        let newMounts: CInt = 0x20000
        guard unshare(newMounts) == 0 else { throw SystemError("leave", "the mount namespace", errno: errno) }
    }
}

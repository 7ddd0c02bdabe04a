import CSeccomp
import Glibc

extension SeccompProgram {
    /// What a watched filter's calls are answered with.
    static let refusal = EPERM

    private static let refusing = 0x0005_0000 | UInt32(refusal)
    private static let asking: UInt32 = 0x7fc0_0000

    /// The filter that asks its listener where this one refuses with EPERM. Other
    /// answers stay the kernel's: ENOSYS is what a C library probes for at each
    /// start. `nil` when this one has a listener already, or refuses nothing so.
    ///
    /// A call that is asked about is as good as refused: without a listener the
    /// kernel answers ENOSYS (seccomp(2), SECCOMP_RET_USER_NOTIF).
    var watched: SeccompProgram? {
        guard !notifies else { return nil }
        var changed = instructions
        var count = 0
        changed.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: sock_filter.self) { records in
                for index in records.indices
                where records[index].code == FilterBlock.answer && records[index].k == Self.refusing {
                    records[index].k = Self.asking
                    count += 1
                }
            }
        }
        guard count > 0 else { return nil }
        // Whoever has been asked about isn't called away by a signal, so that none is asked about twice.
        var flags = SeccompFlags(rawValue: flags).union([.newListener, .waitKillable])
        // The process that installs it has one thread.
        flags.remove(.synchronizeThreads)
        return SeccompProgram(instructions: changed, flags: flags.rawValue)
    }
}

/// A resource of setrlimit(2), by the name that the OCI runtime specification
/// and the kernel use. The kernel's numbers are those of asm-generic/resource.h,
/// which every architecture that Swift runs on shares.
enum ProcessResource: String, CaseIterable, Sendable {
    case cpu = "RLIMIT_CPU"
    case fileSize = "RLIMIT_FSIZE"
    case data = "RLIMIT_DATA"
    case stack = "RLIMIT_STACK"
    case core = "RLIMIT_CORE"
    case residentSet = "RLIMIT_RSS"
    case processes = "RLIMIT_NPROC"
    case openFiles = "RLIMIT_NOFILE"
    case lockedMemory = "RLIMIT_MEMLOCK"
    case addressSpace = "RLIMIT_AS"
    case locks = "RLIMIT_LOCKS"
    case pendingSignals = "RLIMIT_SIGPENDING"
    case messageQueues = "RLIMIT_MSGQUEUE"
    case nice = "RLIMIT_NICE"
    case realTimePriority = "RLIMIT_RTPRIO"
    case realTimeTime = "RLIMIT_RTTIME"

    /// The kernel's number.
    var number: UInt64 { UInt64(Self.allCases.firstIndex(of: self)!) }
}

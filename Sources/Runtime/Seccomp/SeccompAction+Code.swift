import Glibc
import OCI

extension RuntimeSpec.SeccompAction {
    /// The kernel's SECCOMP_RET_* value (seccomp(2)), which is libseccomp's
    /// SCMP_ACT_* too.
    /// - Parameters:
    ///   - number: the error to answer, or what a tracer is told; EPERM unless given.
    ///   - field: the number's member of the profile.
    func code(errno number: UInt32?, field: String) throws(SeccompError) -> UInt32 {
        switch self {
        case .errno:
            let number = number ?? UInt32(EPERM)
            // libseccomp takes what is less than the kernel's MAX_ERRNO.
            guard number < 4095 else { throw SeccompError(field, "\(number) is no error number: the largest is 4094") }
            return 0x0005_0000 | number
        case .trace:
            let number = number ?? UInt32(EPERM)
            guard number <= 0xffff else { throw SeccompError(field, "\(number) is too large: a tracer gets 16 bits") }
            return 0x7ff0_0000 | number
        case .allow, .log, .notify, .trap, .killProcess, .kill, .killThread:
            guard number == nil else { throw SeccompError(field, "\(rawValue) answers no error number") }
            return plainCode
        }
    }

    private var plainCode: UInt32 {
        switch self {
        case .allow: 0x7fff_0000
        case .log: 0x7ffc_0000
        case .trace: 0x7ff0_0000
        case .notify: 0x7fc0_0000
        case .errno: 0x0005_0000
        case .trap: 0x0003_0000
        case .killProcess: 0x8000_0000
        case .kill, .killThread: 0
        }
    }
}

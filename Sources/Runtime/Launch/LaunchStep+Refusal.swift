import CShim
import Glibc
import LinuxSystem

extension LaunchStep {
    /// The sentence of a failure for which errno(3) has no words, by what the
    /// child's report says of it (`enum skiff_detail`).
    func refusal(errno: CInt, detail: UInt32) -> String? {
        if case .mountNew(let mount) = self, let refusal = mount.refusal(errno: errno, detail: detail) {
            return refusal
        }
        // mount_setattr(2): the path is not where a mount begins.
        if case .changeMount = self, errno == EINVAL { return "cannot \(self): nothing is mounted there" }
        // The cpu controller of v1 takes nobody who needs more real time than the group has (sched_rt_can_attach).
        if joinsCgroup, errno == EINVAL, Self.isRealTime {
            return
                "cannot \(self): this process is scheduled in real time (sched(7)), for which the group has no time: "
                + "start it by 'chrt --other 0', or give the group some in cpu.rt_runtime_us"
        }
        let reason = SystemError.reason(of: errno)
        switch skiff_detail(detail & ~0xffff) {
        case SKIFF_DETAIL_TARGET_ROOT: return "cannot \(self): the image leads it to the container's root"
        case SKIFF_DETAIL_TARGET_PROC: return "cannot \(self): the image leads it into /proc"
        case SKIFF_DETAIL_TARGET_TYPE: return "cannot \(self): one is a directory and the other is not"
        case SKIFF_DETAIL_COPY_UP: return "cannot \(self): what the image has there can't be copied: \(reason)"
        case SKIFF_DETAIL_OTHER_NODE: return "cannot \(self): something else is there already"
        default: return nil
        }
    }

    private var joinsCgroup: Bool {
        switch self {
        case .joinCgroup, .joinArrivingCgroup: true
        default: false
        }
    }

    /// The policy of this thread, which a child has from it.
    private static var isRealTime: Bool {
        let policy = sched_getscheduler(0) & ~0x4000_0000  // SCHED_RESET_ON_FORK
        return policy == SCHED_FIFO || policy == SCHED_RR
    }
}

extension NewFilesystem {
    /// The field of the specification that the kernel refused, with its reason.
    fileprivate func refusal(errno: CInt, detail: UInt32) -> String? {
        let kind = skiff_detail(detail & ~0xffff)
        if kind == SKIFF_DETAIL_TYPE, errno == ENODEV {
            return "\(field).type: the kernel has no file system \"\(type)\""
        }
        let index = Int(detail & 0xffff)
        guard index < parameters.count else { return nil }
        let parameter = parameters[index]
        switch kind {
        case SKIFF_DETAIL_UNKNOWN_PARAMETER:
            return "\(parameter.field): unknown option \"\(parameter.text)\" for \(type)"
        case SKIFF_DETAIL_PARAMETER:
            return "\(parameter.field): \(type) does not take \"\(parameter.text)\": \(SystemError.reason(of: errno))"
        default: return nil
        }
    }
}

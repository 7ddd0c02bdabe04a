/// Paths of procfs and sysfs that no namespace divides: they tell about the
/// host or change it. The same as in Docker.
enum ProtectedPaths {
    /// Hidden. The temperature throttling of each processor tells what others
    /// do on it; a path that the host hasn't got is no error.
    static func masked(on host: HostFacts) -> [String] {
        [
            "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
            "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats",
            "/sys/devices/virtual/powercap", "/sys/firmware",
        ] + (0..<host.processorCount).map { "/sys/devices/system/cpu/cpu\($0)/thermal_throttle" }
    }

    /// Read-only.
    static let readOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
}

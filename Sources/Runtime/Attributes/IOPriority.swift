import OCI

/// The I/O scheduling class and level of a process, `process.ioPriority`, as
/// ioprio_set(2) takes them.
struct IOPriority: Sendable, CustomStringConvertible {
    /// The class in the bits from 13 on, the level below.
    let packed: UInt64
    let description: String

    private static let classes: [String: UInt64] = [
        "IOPRIO_CLASS_RT": 1, "IOPRIO_CLASS_BE": 2, "IOPRIO_CLASS_IDLE": 3,
    ]

    init(_ priority: RuntimeSpec.IOPriority) throws(RuntimeError) {
        guard let number = Self.classes[priority.schedulingClass] else {
            throw .invalid(
                field: "process.ioPriority.class", reason: "unknown class \"\(priority.schedulingClass)\"")
        }
        guard (0...7).contains(priority.priority) else {
            throw .invalid(
                field: "process.ioPriority.priority",
                reason: "\(priority.priority) is out of range: it has to be between 0 and 7")
        }
        packed = number << 13 | UInt64(priority.priority)
        description = "\(priority.schedulingClass), \(priority.priority)"
    }
}

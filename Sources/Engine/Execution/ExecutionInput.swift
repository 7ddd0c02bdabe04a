import Glibc

/// What is typed for a further process, on its way to it: no more is read than
/// the process takes.
struct ExecutionInput {
    private var detachFilter: DetachFilter
    /// What was typed and the process has not read yet.
    private var pending: [UInt8] = []
    /// False: there is nothing more to come.
    private(set) var isOpen: Bool

    init(_ options: ExecOptions) {
        detachFilter = DetachFilter(options.terminal ? options.detachKeys : .none)
        isOpen = options.interactive
    }

    /// The process has to take something first.
    var isPending: Bool { !pending.isEmpty }

    /// The user has typed the detach keys, and the process has all that came before.
    var isDetached: Bool { detachFilter.isDetached && pending.isEmpty }

    /// Reads once from standard input.
    mutating func read(using buffer: inout [UInt8]) {
        let count = buffer.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, 32 * 1024) }
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        if count > 0 {
            pending += detachFilter.pass(buffer[..<count])
        } else {
            isOpen = false
        }
    }

    /// Writes what the process has room for. One that reads no more is sent nothing more.
    mutating func write(to number: CInt) {
        while !pending.isEmpty {
            let count = Glibc.write(number, pending, pending.count)
            if count >= 0 {
                pending.removeFirst(count)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                pending.removeAll()
                isOpen = false
            }
        }
    }
}

import LinuxSystem

/// Waits until the condition holds, up to five seconds unless told otherwise.
public func eventually(within limit: Duration = .seconds(5), _ condition: () throws -> Bool) throws -> Bool {
    let deadline = Deadline(after: limit)
    var backoff = Backoff(milliseconds: UInt32(limit * Patience.factor / .milliseconds(1)))
    repeat {
        if try condition() { return true }
    } while backoff.sleep() && !deadline.isOver
    return false
}

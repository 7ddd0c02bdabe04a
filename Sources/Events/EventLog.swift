// Events keeps what has happened to containers, images and volumes: in order,
// on disk, each with a sequence number by which a reader goes on without a gap
// or a duplicate. It knows no meaning of an event beyond Docker's words for it
// and never changes anything else. The supervisor and Engine write; Engine reads.

import Glibc
import LinuxSystem

/// The events of a state directory, shared with any number of processes.
///
/// On disk:
///
///     events/log       one JSON object a line, after a header; what is written last is last
///     events/log.1 …   older ones, log.1 the youngest; renamed when `log` is full
///
/// Whoever writes has the lock of the directory `events` (flock(2)), which the
/// kernel takes back from a process that ends in the middle. Whoever reads takes
/// none: a line counts from its newline on, and nothing before that changes.
///
/// Nothing is synced: a kill of any process loses nothing that was written, a
/// power failure may lose the last seconds.
public struct EventLog: ~Copyable, Sendable {
    private let state: Descriptor
    /// Bytes from which on a file is full.
    let capacity: Int64
    /// How many full files stay.
    let keptFiles: Int

    /// - Parameter state: the state directory, in which `events` is made at the first need.
    public init(in state: consuming Descriptor, capacity: Int64 = 8 << 20, keptFiles: Int = 3) {
        self.state = state
        self.capacity = capacity
        self.keptFiles = keptFiles
    }

    /// Opened anew by each who wants it: a lock belongs to the open file, and
    /// threads that shared one would not exclude each other.
    func openDirectory() throws(SystemError) -> Descriptor {
        do {
            return try state.openDirectory("events")
        } catch {
            guard error.errno == ENOENT else { throw error }
        }
        return try state.makeAndOpenDirectory("events", mode: 0o700)
    }

    /// The name of a file; 0 is the one that is written to.
    static func name(age: Int) -> String { age == 0 ? "log" : "log.\(age)" }
}

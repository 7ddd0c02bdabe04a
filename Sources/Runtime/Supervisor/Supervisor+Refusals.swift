import LinuxSystem

extension Supervisor {
    /// From now on calls that the filter refuses are answered.
    func watchRefusals() throws(SystemError) {
        try current?.refusals?.watch(.calls, in: events)
    }

    /// Something has happened at the listener. The loop goes on to the others
    /// after some answers.
    func answerRefusals(_ event: ReadyEvent) throws(SystemError) {
        guard let current else { return }
        // Nobody is under the filter any more, as will be said for ever.
        if !event.readiness.contains(.readable) {
            try current.refusals?.watch(.nothing, in: events)
        } else if current.refusals?.answer() == .rest {
            try current.refusals?.watch(.time, in: events)
        }
    }

    /// Whoever called too often is heard again.
    func keepRefusals(at now: Uptime) throws(SystemError) {
        guard let due = current?.refusals?.due, due <= now else { return }
        try current?.refusals?.watch(.calls, in: events)
    }
}

import TestSupport

extension RunningContainer {
    /// What its supervisor last wrote down: one member, `running`, `restarting` or `exited`.
    func recordedState() throws -> JSON {
        try JSON(parsing: HostFile.text("\(skiff.root)/containers/\(id)/state.json"))
    }

    /// Docker's word for what it does.
    func status() throws -> String { try inspection()["State"]["Status"].string ?? "" }

    /// Waits until it has written `ready`.
    func untilReady() throws {
        let isReady = try eventually(within: .seconds(20)) { try skiff.run("logs", id).text.contains("ready") }
        guard isReady else { throw TestFailure("\(name) never became ready") }
    }

    /// Waits until it is in that state.
    func until(_ status: String, within limit: Duration = .seconds(20)) throws {
        guard try eventually(within: limit, { try self.status() == status }) else {
            throw TestFailure("\(name) never became \(status)")
        }
    }
}

extension Skiff {
    /// Makes a container that isn't started, for the body.
    func withCreated<Value>(
        _ options: [String] = [], _ command: [String] = ["sleep", "1000"], _ body: (RunningContainer) throws -> Value
    ) throws -> Value {
        let name = Self.newName()
        let result = Result {
            let words = ["create", "--name", name] + options + ["busybox"] + command
            return try body(RunningContainer(skiff: self, id: run(words).succeeded().text, name: name, pid: 0))
        }
        try run("rm", "--force", name)
        return try result.get()
    }
}

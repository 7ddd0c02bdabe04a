/// The text of `state.json`. The supervisor writes it by hand: setting up an
/// encoder would be its largest expense.
extension ContainerState {
    var json: [UInt8] {
        switch self {
        case .running(let running):
            var object = JSONObjectText()
            object.add("pid", Int64(running.pid))
            object.add("startedAt", running.startedAt)
            object.add("cgroup", running.cgroup)
            return object.wrapped(as: "running")
        case .exited(let record):
            var object = JSONObjectText()
            object.add("exitCode", Int64(record.exitCode))
            object.add("signal", record.signal.map(Int64.init))
            object.add("startedAt", record.startedAt)
            object.add("finishedAt", record.finishedAt)
            object.add("oomKilled", record.oomKilled)
            object.add("error", record.error)
            object.add("cause", record.cause)
            return object.wrapped(as: "exited")
        }
    }
}

/// One JSON object of simple values; absent ones are left out.
private struct JSONObjectText {
    private var text: [UInt8] = []

    mutating func add(_ key: StaticString, _ value: Int64?) {
        if let value { append(key, Array(String(value).utf8)) }
    }

    mutating func add(_ key: StaticString, _ value: Bool) {
        append(key, Array((value ? "true" : "false").utf8))
    }

    mutating func add(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        var quoted = [UInt8(ascii: "\"")]
        JSONText.append(Array(value.utf8)[...], to: &quoted)
        append(key, quoted + [UInt8(ascii: "\"")])
    }

    private mutating func append(_ key: StaticString, _ value: [UInt8]) {
        if !text.isEmpty { text.append(UInt8(ascii: ",")) }
        text.append(contentsOf: "\"\(key)\":".utf8)
        text.append(contentsOf: value)
    }

    /// `{"name":{…}}`
    func wrapped(as name: StaticString) -> [UInt8] {
        Array("{\"\(name)\":{".utf8) + text + Array("}}".utf8)
    }
}

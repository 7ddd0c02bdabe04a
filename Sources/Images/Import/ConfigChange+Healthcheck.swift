import OCI

extension ConfigChange {
    /// `NONE`, or flags and `CMD` with a line for the shell or a JSON list.
    func healthcheck() throws(ImageError) -> ContainerDefaults.Healthcheck {
        var check = ContainerDefaults.Healthcheck()
        var rest = arguments
        while rest.hasPrefix("--") {
            let word = rest.prefix { !$0.isWhitespace }
            try set(word.dropFirst(2), of: &check)
            rest = rest.dropFirst(word.count).trimmed
        }
        let kind = rest.prefix { !$0.isWhitespace }
        let command = rest.dropFirst(kind.count).trimmed
        switch kind.uppercased() {
        case "NONE" where command.isEmpty: check.test = ["NONE"]
        case "CMD" where !command.isEmpty:
            let words = try ConfigChange("CMD \(command)").list()
            check.test = words.map { ["CMD"] + $0 } ?? ["CMD-SHELL", command]
        case "CMD": throw refusal("the command after CMD is missing")
        default: throw refusal("a health check is NONE, or CMD with a command")
        }
        return check
    }

    private func set(_ flag: Substring, of check: inout ContainerDefaults.Healthcheck) throws(ImageError) {
        let name = flag.prefix { $0 != "=" }
        let value = flag.dropFirst(name.count + 1)
        switch name {
        case "interval": check.interval = try duration(value)
        case "timeout": check.timeout = try duration(value)
        case "start-period": check.startPeriod = try duration(value)
        case "start-interval": check.startInterval = try duration(value)
        case "retries":
            guard let retries = Int(value), retries >= 0 else { throw refusal("\(value) is no number of retries") }
            check.retries = retries
        default: throw refusal("a health check has no flag --\(name)")
        }
    }

    /// Go's durations, such as `1m30s` and `500ms`, in nanoseconds.
    private func duration(_ text: Substring) throws(ImageError) -> Int64 {
        var total = 0.0
        var rest = text
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !$0.isNumber && $0 != "." }
            rest = rest.dropFirst(unit.count)
            guard let value = Double(number), let scale = Self.nanoseconds(unit) else {
                throw refusal("\(text) is no duration, as 1m30s is")
            }
            total += value * scale
        }
        // Docker takes nothing shorter.
        guard total >= 1_000_000, total < 9e18 else { throw refusal("\(text) is no duration of 1ms or more") }
        return Int64(total)
    }

    private static func nanoseconds(_ unit: Substring) -> Double? {
        switch unit {
        case "ns": 1
        case "us", "µs": 1e3
        case "ms": 1e6
        case "s": 1e9
        case "m": 60e9
        case "h": 3600e9
        default: nil
        }
    }
}

extension ContainerDefaults {
    /// Applies a Dockerfile instruction such as `CMD ["sh"]`.
    /// - Throws: `invalid` for one that isn't about containers, or is malformed.
    public mutating func apply(change: String) throws(ImageError) {
        try ConfigChange(change).apply(to: &self)
    }
}

/// The block device controller: cgroup-v2.rst "IO", cgroup-v1/blkio-controller.rst.
enum IO: ControllerSettings {
    static let controller = Controller.io

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        var settings = limits.io.throttles.map { setting(for: $0, on: version) }
        if let weight = try valid(limits.io.weight, "blkio-weight") {
            settings.append(setting("blkio-weight", weight: weight, device: nil, on: version))
        }
        if let weight = try valid(limits.io.leafWeight, "blkio-leaf-weight") {
            settings.append(try leafSetting("blkio-leaf-weight", "blkio.leaf_weight", String(weight), version))
        }
        for device in limits.io.deviceWeights {
            let name = "\(device.major):\(device.minor)"
            if let weight = try valid(device.weight, "blkio-weight-device") {
                settings.append(setting("blkio-weight-device", weight: weight, device: name, on: version))
            }
            if let weight = try valid(device.leafWeight, "blkio-leaf-weight-device") {
                settings.append(
                    try leafSetting(
                        "blkio-leaf-weight-device", "blkio.leaf_weight_device", "\(name) \(weight)", version))
            }
        }
        return settings
    }

    /// A weight in its range; `nil` for none and for zero.
    private static func valid(_ weight: UInt64?, _ limit: String) throws(CgroupError) -> UInt64? {
        guard let weight, weight != 0 else { return nil }
        guard (10...1000).contains(weight) else {
            throw .invalidLimit(limit, reason: "\(weight) is not between 10 and 1000")
        }
        return weight
    }

    /// Which file weighs depends on the scheduler: BFQ, which has files only
    /// when it is there, or the iocost model.
    private static func setting(_ limit: String, weight: UInt64, device: String?, on version: Version) -> Setting {
        let asked = [device, String(weight)].compactMap(\.self).joined(separator: " ")
        switch version {
        case .v1:
            let suffix = device == nil ? "" : "_device"
            return Setting(limit, "blkio.weight\(suffix)", asked).or("blkio.bfq.weight\(suffix)", asked)
        case .v2:
            return Setting(limit, "io.bfq.weight", asked)
                .or("io.weight", "\(device ?? "default") \(Limits.IO.unifiedWeight(of: weight))")
        }
    }

    /// Only the CFQ scheduler, gone since Linux 5.0, knew leaf weights.
    private static func leafSetting(
        _ limit: String, _ file: String, _ text: String, _ version: Version
    ) throws(CgroupError) -> Setting {
        guard version == .v1 else { throw .unsupported(limit: limit, reason: "cgroup v2 has no leaf weights") }
        return Setting(limit, file, text)
    }

    private static func setting(for throttle: Limits.Throttle, on version: Version) -> Setting {
        let device = "\(throttle.major):\(throttle.minor)"
        let names = Names(of: throttle.direction)
        let asked = "\(device) \(throttle.rate.plainText)/s"
        switch version {
        case .v1:
            // v1 takes the limit away with 0, not with -1.
            let rate = if case .at(let rate) = throttle.rate { rate } else { UInt64(0) }
            return Setting(names.option, names.legacyFile, "\(device) \(rate)", asked: asked)
        case .v2:
            return Setting(names.option, "io.max", "\(device) \(names.key)=\(throttle.rate.unifiedText)", asked: asked)
        }
    }

    /// What a throttle is called: Docker's option, v1's file, v2's key in io.max.
    private struct Names {
        var option: String
        var legacyFile: String
        var key: String

        init(of direction: Limits.Throttle.Direction) {
            switch direction {
            case .readBytes: self.init("device-read-bps", "blkio.throttle.read_bps_device", "rbps")
            case .writeBytes: self.init("device-write-bps", "blkio.throttle.write_bps_device", "wbps")
            case .readOperations: self.init("device-read-iops", "blkio.throttle.read_iops_device", "riops")
            case .writeOperations: self.init("device-write-iops", "blkio.throttle.write_iops_device", "wiops")
            }
        }

        private init(_ option: String, _ legacyFile: String, _ key: String) {
            self.option = option
            self.legacyFile = legacyFile
            self.key = key
        }
    }
}

extension Limits.IO {
    /// The line from v1's 10…1000 to v2's 1…10000; out of that range its ends.
    public static func unifiedWeight(of weight: UInt64) -> UInt64 {
        1 + (min(max(weight, 10), 1000) - 10) * 9999 / 990
    }
}

extension IO {
    /// The use as the group's files tell it, summed over the devices. `nil`
    /// where the kernel doesn't count.
    static func statistics(in group: GroupDirectory) throws(CgroupError) -> Statistics.IO? {
        switch group.version {
        case .v1:
            guard let bytes = try group.read("blkio.throttle.io_service_bytes_recursive"),
                let operations = try group.read("blkio.throttle.io_serviced_recursive")
            else { return nil }
            return legacyStatistics(bytes: bytes, operations: operations)
        case .v2:
            guard let lines = try group.read("io.stat") else { return nil }
            return unifiedStatistics(lines)
        }
    }

    /// Lines such as `254:0 Read 4096`, with a `Total` at the end.
    static func legacyStatistics(bytes: [UInt8], operations: [UInt8]) -> Statistics.IO {
        func sum(_ lines: [UInt8], _ direction: String) -> UInt64 {
            lines.split(separator: UInt8(ascii: "\n")).reduce(0) { sum, line in
                let words = line.split(separator: UInt8(ascii: " "))
                guard words.count == 3, words[1].elementsEqual(direction.utf8) else { return sum }
                return sum + (decimal(words[2]) ?? 0)
            }
        }
        return Statistics.IO(
            readBytes: sum(bytes, "Read"), writtenBytes: sum(bytes, "Write"),
            readOperations: sum(operations, "Read"), writeOperations: sum(operations, "Write"))
    }

    /// Lines such as `254:0 rbytes=4096 wbytes=0 rios=1 wios=0`.
    static func unifiedStatistics(_ lines: [UInt8]) -> Statistics.IO {
        func sum(_ key: String) -> UInt64 {
            lines.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: " ") }.reduce(0) { sum, word in
                word.starts(with: key.utf8) ? sum + (decimal(word.dropFirst(key.utf8.count)) ?? 0) : sum
            }
        }
        return Statistics.IO(
            readBytes: sum("rbytes="), writtenBytes: sum("wbytes="),
            readOperations: sum("rios="), writeOperations: sum("wios="))
    }
}

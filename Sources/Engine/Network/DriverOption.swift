/// What `network create -o` knows, by Docker's names.
enum DriverOption: String, CaseIterable {
    case mtu = "com.docker.network.driver.mtu"
    case bridgeName = "com.docker.network.bridge.name"
    case connects = "com.docker.network.bridge.enable_icc"
    case masquerade = "com.docker.network.bridge.enable_ip_masquerade"
    case parent
    case macvlanMode = "macvlan_mode"

    /// Which drivers know it.
    private var driver: NetworkDriver? {
        switch self {
        case .mtu: nil
        case .bridgeName, .connects, .masquerade: .bridge
        case .parent, .macvlanMode: .macvlan
        }
    }

    /// Go's words for yes and no.
    static func truth(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }

    /// Refuses what means nothing, with what there is.
    static func check(_ options: [String: String], of driver: NetworkDriver) throws(EngineError) {
        for (key, value) in options.sorted(by: { $0.key < $1.key }) {
            guard let option = DriverOption(rawValue: key), option.driver == nil || option.driver == driver else {
                let known = allCases.filter { $0.driver == nil || $0.driver == driver }.map(\.rawValue)
                throw EngineError(
                    .invalid,
                    "unknown option \"\(key)\" of driver \(driver.rawValue): there are "
                        + known.joined(separator: ", "))
            }
            if let reason = option.refusal(of: value) { throw EngineError(.invalid, "option \(key): \(reason)") }
        }
        if driver == .macvlan, options[parent.rawValue] == nil {
            throw EngineError(
                .invalid, "a macvlan stands on a link of the host, which \"ip link\" lists: name it with -o parent=LINK"
            )
        }
    }

    private func refusal(of value: String) -> String? {
        switch self {
        case .mtu:
            // 68 is the least of version 4 (RFC 791), and what a link has at most.
            guard let mtu = Int(value), (68...65535).contains(mtu) else { return "must be bytes from 68 to 65535" }
        case .connects, .masquerade:
            guard Self.truth(value) != nil else { return "must be true or false" }
        case .bridgeName, .parent:
            guard Self.isLinkName(value) else { return "\"\(value)\" can't be the name of a link: 1 to 15 letters" }
        case .macvlanMode:
            guard value == "bridge" else { return "the only mode is bridge" }
        }
        return nil
    }

    /// What the kernel takes as a name (dev_valid_name), and is no option of a program's.
    private static func isLinkName(_ name: String) -> Bool {
        (1...15).contains(name.utf8.count) && name != "." && name != ".." && !name.hasPrefix("-")
            && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"/:%".utf8.contains($0) }
    }
}

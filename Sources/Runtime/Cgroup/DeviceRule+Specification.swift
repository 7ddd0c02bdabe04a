import Cgroups
import OCI

extension Limits {
    /// The limits of a new OCI container: what the specification asks for, and
    /// device rules even when it has none. What no rule allows is refused, and
    /// the rules that every runtime supplies come last, so that they hold
    /// whatever was asked.
    init(creating resources: RuntimeSpec.Resources) throws(RuntimeError) {
        try self.init(resources)
        devices = (devices ?? []) + DeviceRule.supplied
    }
}

extension DeviceRule {
    /// The devices that a container can always use (config-linux.md, "Default
    /// Devices"), with what runc adds and images have come to need: making any
    /// node, which gives no access to the device, and tun.
    fileprivate static let supplied: [DeviceRule] =
        [
            DeviceRule(allows: true, kind: .character, access: .makeNode),
            DeviceRule(allows: true, kind: .block, access: .makeNode),
            DeviceRule(allows: true, kind: .character, major: 136),
        ]
        // null, zero, full, random, urandom, tty, ptmx, net/tun
        + [(1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 2), (10, 200)].map { (major: UInt32, minor: UInt32) in
            DeviceRule(allows: true, kind: .character, major: major, minor: minor)
        }

    /// One rule of `linux.resources.devices`.
    init(_ rule: RuntimeSpec.DeviceRule, index: Int) throws(RuntimeError) {
        let field = ResourceField("devices[\(index)]")
        let kind: Kind
        switch rule.type ?? "a" {
        case "a", "": kind = .all
        case "c", "u": kind = .character
        case "b": kind = .block
        case let other:
            throw .invalid(
                field: field.path + ".type", reason: "unknown device type \"\(other)\": it is a, b or c")
        }
        var access: Access = []
        for letter in rule.access ?? "rwm" {
            switch letter {
            case "r": access.insert(.read)
            case "w": access.insert(.write)
            case "m": access.insert(.makeNode)
            default:
                throw .invalid(
                    field: field.path + ".access", reason: "unknown access \"\(letter)\": it is r, w or m")
            }
        }
        self.init(
            allows: rule.allow, kind: kind, major: try field.anyDeviceNumber(rule.major, "major"),
            minor: try field.anyDeviceNumber(rule.minor, "minor"), access: access.isEmpty ? .all : access)
    }
}

extension ResourceField {
    /// A number of a device; `nil` for all, which -1 stands for as absence does.
    fileprivate func anyDeviceNumber(_ value: Int64?, _ name: String) throws(RuntimeError) -> UInt32? {
        guard let value, value != -1 else { return nil }
        return try deviceNumber(value, name)
    }
}

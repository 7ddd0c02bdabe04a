/// Device rules on v1: lines for devices.allow and devices.deny
/// (cgroup-v1/devices.rst). There the group has one default and a list of
/// exceptions from it, so a rule against the default adds an exception, and
/// one for the default takes away exceptions that are equal to it.
struct DeviceList: Hashable, Sendable {
    struct Line: Hashable, Sendable {
        /// For devices.allow, else for devices.deny.
        var allows: Bool
        var text: String
    }

    private(set) var lines: [Line] = []
    private var allowsByDefault = false
    private var exceptions: [DeviceRule] = []

    /// Throws when v1 cannot say what the rules say: an exception from a wider exception.
    init(_ rules: [DeviceRule]) throws(CgroupError) {
        if rules.first?.isUniversal != true { append(DeviceRule(allows: false)) }
        for rule in rules {
            if rule.isUniversal {
                allowsByDefault = rule.allows
                exceptions = []
                append(rule)
            } else {
                // v1 takes the kind `a` for everything, whatever follows it.
                for kind in rule.kind == .all ? [.block, .character] : [rule.kind] {
                    var exact = rule
                    exact.kind = kind
                    try add(exact)
                }
            }
        }
    }

    /// Adds or takes away an exception. What the list says already needs no line.
    private mutating func add(_ rule: DeviceRule) throws(CgroupError) {
        let same = exceptions.firstIndex { $0.hasSameDevices(as: rule) }
        if rule.allows != allowsByDefault {
            if let same {
                guard !exceptions[same].access.isSuperset(of: rule.access) else { return }
                exceptions[same].access.formUnion(rule.access)
            } else {
                exceptions.append(rule)
            }
            return append(rule)
        }
        if let wider = exceptions.first(where: { $0.overlaps(rule) && !$0.hasSameDevices(as: rule) }) {
            throw .unsupported(
                limit: "devices",
                reason: "cgroup v1 cannot except \(rule.text) from the rule \(wider.text): name the devices one by one")
        }
        guard let same, !exceptions[same].access.isDisjoint(with: rule.access) else { return }
        exceptions[same].access.subtract(rule.access)
        append(rule)
    }

    private mutating func append(_ rule: DeviceRule) {
        lines.append(Line(allows: rule.allows, text: rule.text))
    }
}

extension DeviceRule {
    /// `c 1:3 rwm`; the kernel takes a bare `a` for every access to every device.
    fileprivate var text: String {
        let letter =
            switch kind {
            case .all: "a"
            case .block: "b"
            case .character: "c"
            }
        if isUniversal { return letter }
        return "\(letter) \(major.map(String.init) ?? "*"):\(minor.map(String.init) ?? "*") \(access.text)"
    }

    fileprivate func hasSameDevices(as other: DeviceRule) -> Bool {
        kind == other.kind && major == other.major && minor == other.minor
    }

    fileprivate func overlaps(_ other: DeviceRule) -> Bool {
        kind == other.kind && !access.isDisjoint(with: other.access)
            && (major == nil || other.major == nil || major == other.major)
            && (minor == nil || other.minor == nil || minor == other.minor)
    }
}

import Glibc
import LinuxSystem

/// systemd's service manager (org.freedesktop.systemd1(5)), spoken to over
/// its own socket, which only root may, or over the host's bus.
struct SystemdManager: ~Copyable {
    private var connection: BusConnection

    private static let service = "org.freedesktop.systemd1"
    private static let path = "/org/freedesktop/systemd1"
    private static let interface = "org.freedesktop.systemd1.Manager"

    /// Connects. Throws `refused`, with what to do, where no systemd runs.
    static func open() throws(RuntimeError) -> SystemdManager {
        // What sd_booted(3) looks at.
        guard access("/run/systemd/system", F_OK) == 0 else {
            throw .refused(
                "--systemd-cgroup: systemd is not running on this host (no /run/systemd/system): "
                    + "leave the option out, or use the engine's cgroupfs driver")
        }
        guard geteuid() == 0 else {
            throw .refused("--systemd-cgroup: only root can have systemd make groups: leave the option out")
        }
        do throws(BusError) {
            return SystemdManager(try connect())
        } catch {
            throw .refused("--systemd-cgroup: \(error)")
        }
    }

    private init(_ connection: consuming BusConnection) {
        self.connection = connection
    }

    private static func connect() throws(BusError) -> BusConnection {
        do throws(BusError) {
            return try BusConnection.open("/run/systemd/private", isBus: false)
        } catch {
            var bus = try BusConnection.open(Self.busPath, isBus: true)
            // Only who subscribed is told of jobs; its own socket tells everyone.
            _ = try bus.call(
                BusMessage(
                    to: BusConnection.bus, "/org/freedesktop/DBus", BusConnection.bus, "AddMatch",
                    [.string("type='signal',sender='\(service)',interface='\(interface)',member='JobRemoved'")]))
            _ = try bus.call(BusMessage(to: service, path, interface, "Subscribe"))
            return bus
        }
    }

    /// The host's bus, as dbus-daemon(1) has it; only addresses of sockets with a path.
    private static var busPath: String {
        let standard = "/run/dbus/system_bus_socket"
        guard let address = getenv("DBUS_SYSTEM_BUS_ADDRESS").map({ String(cString: $0) }) else { return standard }
        let prefix = "unix:path="
        guard let first = address.split(separator: ";").first(where: { $0.hasPrefix(prefix) }) else { return standard }
        return String(first.dropFirst(prefix.count).prefix { $0 != "," })
    }

    /// Makes and starts a unit that no file describes, and waits until it runs.
    mutating func start(_ unit: String, _ properties: [UnitProperty]) throws(BusError) {
        let arguments: [BusValue] = [
            .string(unit), .string("replace"), properties.value, .array(of: "(sa(sv))", []),
        ]
        do throws(BusError) {
            try run("StartTransientUnit", arguments, of: unit)
        } catch {
            // One that failed before is kept until it is forgotten.
            guard case .refused(let name, _) = error, name == Self.service + ".UnitExists" else { throw error }
            try reset(unit)
            try run("StartTransientUnit", arguments, of: unit)
        }
    }

    /// Stops a unit, waits for its end, and forgets it. One that is gone is no error.
    mutating func stop(_ unit: String) throws(BusError) {
        do throws(BusError) {
            try run("StopUnit", [.string(unit), .string("replace")], of: unit)
        } catch {
            guard case .refused(let name, _) = error, name == Self.service + ".NoSuchUnit" else { throw error }
        }
        try reset(unit)
    }

    /// Changes properties until the unit ends.
    mutating func change(_ unit: String, _ properties: [UnitProperty]) throws(BusError) {
        _ = try call("SetUnitProperties", [.string(unit), .boolean(true), properties.value])
    }

    /// The unit's group, as a path in the hierarchy that systemd keeps.
    mutating func controlGroup(of unit: String) throws(BusError) -> String {
        let path = try call("GetUnit", [.string(unit)]).first?.text ?? ""
        let arguments: [BusValue] = [.string(Self.service + ".Scope"), .string("ControlGroup")]
        let group = try connection.call(
            BusMessage(to: Self.service, path, "org.freedesktop.DBus.Properties", "Get", arguments))
        guard let group = group.first?.text, group.hasPrefix("/") else {
            throw .malformed("\(unit) has no control group")
        }
        return group
    }

    private mutating func reset(_ unit: String) throws(BusError) {
        do throws(BusError) {
            _ = try call("ResetFailedUnit", [.string(unit)])
        } catch {
            // NoSuchUnit: it is forgotten already.
            guard case .refused = error else { throw error }
        }
    }

    /// Calls a method that answers a job, and waits for the job's end.
    private mutating func run(_ method: String, _ arguments: [BusValue], of unit: String) throws(BusError) {
        let job = try call(method, arguments).first?.text
        while true {
            // Number, object, unit, result.
            let end = try connection.signal("JobRemoved").body
            guard end.count == 4, end[1].text == job else { continue }
            let result = end[3].text ?? ""
            guard result == "done" else { throw .job(unit: unit, result: result) }
            return
        }
    }

    private mutating func call(_ method: String, _ arguments: [BusValue]) throws(BusError) -> [BusValue] {
        try connection.call(BusMessage(to: Self.service, Self.path, Self.interface, method, arguments))
    }
}

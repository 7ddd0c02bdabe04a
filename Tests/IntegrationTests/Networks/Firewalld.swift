import TestSupport

/// Debian's firewalld on the test's own host, with a bus and a configuration of its own.
struct Firewalld {
    private let address: String

    /// Runs the body while it runs.
    static func run(in directory: String, _ body: (Firewalld) throws -> Void) throws {
        // What it keeps in /run is the host's otherwise.
        try Program("/bin/mount", ["-t", "tmpfs", "run", "/run"]).run().succeeded()
        let firewalld = Firewalld(address: "unix:path=\(directory)/bus")
        try HostFile.write(Self.busConfiguration(firewalld.address), to: "\(directory)/bus.conf")
        try HostFile.write(Self.configuration, to: "\(directory)/firewalld.conf")
        let bus = try Program(
            "/usr/bin/dbus-daemon", ["--config-file=\(directory)/bus.conf", "--nofork", "--nopidfile"]
        ).start(writingTo: "\(directory)/bus.log")
        let isBusThere = try eventually { HostFile.exists("\(directory)/bus") }
        guard isBusThere else { throw TestFailure("the bus doesn't come") }
        let service = try firewalld.program(
            "/usr/sbin/firewalld", ["--nofork", "--nopid", "--system-config=\(directory)"]
        ).start(writingTo: "\(directory)/firewalld.out")
        let isRunning = try eventually(within: .seconds(30)) {
            try firewalld.program("/usr/bin/firewall-cmd", ["--state"]).run().text == "running"
        }
        guard isRunning else { throw TestFailure("firewalld: \(try HostFile.text("\(directory)/firewalld.out"))") }
        try body(firewalld)
        withExtendedLifetime((bus.pid, service.pid)) {}
    }

    /// Runs firewall-cmd(1).
    func command(_ words: String...) throws {
        try program("/usr/bin/firewall-cmd", words).run().succeeded()
    }

    private func program(_ path: String, _ words: [String]) -> Program {
        Program(path, words, environment: ["DBUS_SYSTEM_BUS_ADDRESS=\(address)"] + Program.plainEnvironment)
    }

    /// What Debian's package brings, and what a daemon for one test can do without.
    private static let configuration = """
        DefaultZone=public
        CleanupOnExit=yes
        IPv6_rpfilter=yes
        FirewallBackend=nftables

        """

    private static func busConfiguration(_ address: String) -> String {
        """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
            "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig><type>system</type><listen>\(address)</listen><auth>EXTERNAL</auth><policy context="default">
        <allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
        <allow send_requested_reply="true" send_type="method_return"/>
        <allow send_requested_reply="true" send_type="error"/>
        <allow receive_type="method_call"/><allow receive_type="method_return"/>
        <allow receive_type="error"/><allow receive_type="signal"/>
        </policy></busconfig>
        """
    }
}

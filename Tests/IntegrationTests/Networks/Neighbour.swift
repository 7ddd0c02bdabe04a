import CShim
import Glibc
import LinuxSystem
import TestSupport

/// Another host: a network namespace that is joined to the test's own one by a pair of links.
struct Neighbour {
    /// The test's host as the neighbour reaches it.
    static let hostAddresses = ["192.0.2.1", "2001:db8::1"]
    private let namespace: CInt

    /// Runs the body on a host of its own, with a `skiff` whose containers are bridged unless they ask for
    /// something else. Whatever it makes of links and rules ends with it.
    static func withHost(_ body: (Skiff, Neighbour) throws -> Void) throws {
        try withOwnMounts {
            let host = skiff_network_namespace_make()
            try check(host, "make", "a host")
            defer { close(host) }
            let neighbour = try Neighbour(namespace: NewNetworkNamespace.begin().finish().release())
            defer { close(neighbour.namespace) }
            try neighbour.join()
            try Skiff.withOwnRoot(environment: ["SKIFF_NETWORK=bridge"]) { skiff in try body(skiff, neighbour) }
        }
    }

    private var path: String { "/proc/\(getpid())/fd/\(namespace)" }

    private func join() throws {
        try host("ip", "link", "add", "uplink", "type", "veth", "peer", "name", "uplink", "netns", path)
        for (address, wide) in zip(Self.hostAddresses, ["/24", "/64"]) {
            try host("ip", "address", "add", address + wide, "dev", "uplink", "nodad")
            try run(["ip", "address", "add", address.dropLast() + "2" + wide, "dev", "uplink", "nodad"]).succeeded()
        }
        try host("ip", "link", "set", "uplink", "up")
        try run(["ip", "link", "set", "uplink", "up"]).succeeded()
    }

    @discardableResult
    private func host(_ words: String...) throws -> ProgramResult {
        try Program("/usr/bin/env", words).run().succeeded()
    }

    /// Runs a program on the other host.
    func run(_ words: [String]) throws -> ProgramResult { try program(words).run() }

    /// Starts one there.
    func start(_ words: [String]) throws -> RunningProgram { try program(words).start() }

    private func program(_ words: [String]) -> Program {
        Program("/usr/bin/env", ["nsenter", "--net=\(path)"] + words)
    }

    /// What a web server answers, or that it doesn't.
    func fetch(_ url: String, within seconds: Int = 3) throws -> String {
        try Self.fetch(url, within: seconds, by: run)
    }

    /// The same on the test's own host.
    static func fetchHere(_ url: String) throws -> String {
        try fetch(url, within: 3) { words in try Program("/usr/bin/env", words).run() }
    }

    private static func fetch(_ url: String, within seconds: Int, by run: ([String]) throws -> ProgramResult) rethrows
        -> String
    {
        let result = try run(["curl", "-s", "-g", "--max-time", "\(seconds)", url])
        return result.exitCode == 0 ? result.text : "no answer (\(result.exitCode))"
    }
}

extension Skiff {
    /// What the host has of links, routes and rules, and the state of addresses: nothing of it may grow. A container's
    /// link goes with its namespace, which the kernel takes down a little later.
    func networkSnapshot() throws -> [String] {
        let running = try run("ps", "-q").succeeded().lines.count
        var snapshot = [String]()
        _ = try eventually {
            snapshot = try momentarySnapshot()
            return snapshot.count { $0.contains(" master ") } <= running
        }
        return snapshot
    }

    private func momentarySnapshot() throws -> [String] {
        let commands = [
            ["ip", "-o", "link"], ["ip", "route"], ["ip", "-6", "route"], ["nft", "list", "ruleset"],
            ["find", "\(root)/networks", "-type", "l"],
        ]
        return try commands.flatMap { words in
            try Program("/usr/bin/env", words).run().lines.map { line in
                // Counters and the time to live of what the kernel has learnt change by themselves.
                var text = String(line.split(separator: " expires ").first ?? "")
                for word in ["NO-CARRIER,", ",LOWER_UP", "state DOWN", "state UP", " linkdown"] {
                    text = text.replacing(word, with: "")
                }
                return text
            }
        }.sorted()
    }
}

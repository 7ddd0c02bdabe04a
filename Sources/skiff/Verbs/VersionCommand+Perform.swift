import CommandLine
import Commands
import Engine
import Glibc
import JSON
import LinuxSystem

extension VersionCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let host = try HostFacts.current()
            let facts = Facts(
                Version: Skiff.version, Os: "linux", Arch: host.architecture.rawValue, KernelVersion: "\(host.kernel)",
                RuntimeSpec: "1.2.0")
            try options.format.write(JSONValue(encoding: facts)) {
                """
                Skiff
                 Version:        \(facts.Version)
                 OS/Arch:        \(facts.Os)/\(facts.Arch)
                 Kernel:         \(facts.KernelVersion)
                 Runtime spec:   \(facts.RuntimeSpec)

                """
            }
            return 0
        }
    }

    private struct Facts: Encodable {
        let Version: String
        let Os: String
        let Arch: String
        let KernelVersion: String
        let RuntimeSpec: String
    }
}

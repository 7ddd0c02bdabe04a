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
            let program = Program(
                Version: Skiff.version, Os: "linux", Arch: host.architecture.rawValue, KernelVersion: "\(host.kernel)")
            let runtime = Component(
                Name: "skiff-runtime", Version: try Engine.runtimeVersion() ?? "",
                Details: ["RuntimeSpec": runtimeSpecification])
            let versions = Versions(Client: program, Server: EngineVersion(program, Components: [runtime]))
            try options.format.write(JSONValue(encoding: versions)) {
                """
                Skiff
                 Version:        \(program.Version)
                 OS/Arch:        \(program.Os)/\(program.Arch)
                 Kernel:         \(program.KernelVersion)
                skiff-runtime
                 Version:        \(runtime.Version.isEmpty ? "unknown" : runtime.Version)
                 Runtime spec:   \(runtimeSpecification)

                """
            }
            return 0
        }
    }

    private static let runtimeSpecification = "1.2.0"

    /// The shape of Docker's, whose templates ask for `.Server.Version`. There is no server: both are this program.
    private struct Versions: Encodable {
        let Client: Program
        let Server: EngineVersion
    }

    private struct Program: Encodable {
        let Version: String
        let Os: String
        let Arch: String
        let KernelVersion: String
    }

    private struct EngineVersion: Encodable {
        let Version: String
        let Os: String
        let Arch: String
        let KernelVersion: String
        let Components: [Component]

        init(_ program: Program, Components: [Component]) {
            Version = program.Version
            Os = program.Os
            Arch = program.Arch
            KernelVersion = program.KernelVersion
            self.Components = Components
        }
    }

    private struct Component: Encodable {
        let Name: String
        let Version: String
        let Details: [String: String]
    }
}

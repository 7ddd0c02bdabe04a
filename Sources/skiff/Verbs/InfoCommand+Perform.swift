import CommandLine
import Commands
import Engine
import JSON
import LinuxSystem

extension InfoCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let information = try Engine.open().information(version: Skiff.version)
            try options.format.write(JSONValue(encoding: information)) { text(information) }
            if options.format == .table {
                for warning in information.Warnings { StandardStream.error.writeLine(warning) }
            }
            return 0
        }
    }

    /// Docker's page, without what a daemon alone has.
    private static func text(_ information: SystemInformation) -> String {
        let driver = information.DriverStatus.map { " \($0.joined(separator: ": "))" }
        let plugins = [
            " Volume: \(information.Plugins.Volume.joined(separator: " "))",
            " Network: \(information.Plugins.Network.joined(separator: " "))",
            " Log: \(information.Plugins.Log.joined(separator: " "))",
        ]
        let lines =
            [
                "Containers: \(information.Containers)", " Running: \(information.ContainersRunning)",
                " Paused: \(information.ContainersPaused)", " Stopped: \(information.ContainersStopped)",
                "Images: \(information.Images)", "Server Version: \(information.ServerVersion)",
                "Storage Driver: \(information.Driver)",
            ] + driver + [
                "Logging Driver: \(information.LoggingDriver)", "Cgroup Driver: \(information.CgroupDriver)",
                "Cgroup Version: \(information.CgroupVersion)", "Plugins:",
            ] + plugins + [
                "Runtimes: \(information.Runtimes.keys.sorted().joined(separator: " "))",
                "Default Runtime: \(information.DefaultRuntime)", "Init Binary: \(information.InitBinary)",
                "Security Options:",
            ] + information.SecurityOptions.flatMap(securityLines) + [
                "Kernel Version: \(information.KernelVersion)", "Operating System: \(information.OperatingSystem)",
                "OSType: \(information.OSType)", "Architecture: \(information.Architecture)",
                "CPUs: \(information.NCPU)", "Total Memory: \(information.MemTotal.binarySizeText)",
                "Name: \(information.Name)", "Docker Root Dir: \(information.DockerRootDir)",
                "Live Restore Enabled: \(information.LiveRestoreEnabled)",
            ]
        return lines.map { "\($0.terminalSafe)\n" }.joined()
    }

    /// `name=seccomp,profile=builtin` on two lines.
    private static func securityLines(_ option: String) -> [String] {
        option.split(separator: ",").compactMap { part in
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            let title = pair[0].prefix(1).uppercased() + pair[0].dropFirst()
            return pair[0] == "name" ? " \(pair[1])" : "  \(title): \(pair[1])"
        }
    }
}

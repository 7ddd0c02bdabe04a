import CommandLine
import Glibc
import JSON
import LinuxSystem
import OCI
import Runtime

/// `spec`: a config.json to begin with.
enum SpecVerb {
    static func command(_ globals: Globals) -> Command {
        var command = Command("spec", "Write a config.json to begin with", arguments: .none) {
            (options: Options, _: [String]) in
            globals.reporting { _ throws(RuntimeError) in
                let spec =
                    options.rootless
                    ? RuntimeSpec.rootlessTemplate(userID: geteuid(), groupID: getegid()) : RuntimeSpec.template
                try write(JSONLayout(spec.json, indentation: "\t").text, in: options.bundle)
                return 0
            }
        }
        command.discussion = "An existing config.json is not overwritten. The root file system belongs in rootfs."
        return command
    }

    private static func write(_ text: [UInt8], in bundle: String) throws(RuntimeError) {
        do throws(SystemError) {
            let mode: mode_t = 0o644
            try Descriptor.open(bundle, [.directory]).createFile("config.json", text, mode: mode)
        } catch {
            guard error.errno != EEXIST else {
                throw .refused("\(bundle)/config.json exists: remove it first")
            }
            throw .system(error)
        }
    }

    final class Options: CommandOptions {
        var bundle = "."
        var rootless = false
        var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("bundle", short: "b", value: "DIR", "Where to write it (default .)") { self.bundle = $0 },
                    Flag("rootless", "For who is not root") { self.rootless = $0 },
                ])
            ]
        }
    }
}

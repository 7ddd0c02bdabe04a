import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The runtime refuses to be called with")
    struct RuntimeBadCallTests {
        @Test("a bundle that isn't there, is a file, or has no configuration in it")
        func bundle() throws {
            try Bundle.with { bundle in
                let none = "\(bundle.directory)/none"
                try bundle.expectRefusal(["create", "--bundle", none, bundle.id], [none, "no such file"])
                try HostFile.write("", to: none)
                try bundle.expectRefusal(["create", "--bundle", none, bundle.id], [none, "not a directory"])
                try bundle.expectRefusal(
                    ["create", "--bundle", bundle.rootFilesystem, bundle.id], ["rootfs/config.json", "no such file"])
                let directory = try Descriptor.open(bundle.path, [.directory])
                try directory.removeFile("config.json")
                try directory.makeDirectory("config.json")
                try bundle.expectCreationRefusal(["config.json", "directory"])
            }
        }

        @Test("a word or a flag that nobody knows, with a hint on standard error and in the log")
        func usage() throws {
            try Bundle.with { bundle in
                for words in [
                    ["nonsense"], ["create", "--nonsense", "x"], ["create"], ["start", "a", "b"], ["kill"],
                    ["state", "--format", "x", "y"], ["--log-format", "xml", "list"],
                ] {
                    let log = "\(bundle.directory)/log"
                    let result = try bundle.program(["--log", log, "--log-format", "json"] + words).run()
                    #expect(
                        result.exitCode == 1 && result.output.isEmpty && !result.error.isEmpty, "\(words): \(result)")
                    if words[0] != "--log-format" { #expect(try bundle.lastError(in: log) == result.errorText) }
                }
            }
        }
    }
}

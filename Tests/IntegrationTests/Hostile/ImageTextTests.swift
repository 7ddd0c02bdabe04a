import TestSupport
import Testing

extension IntegrationTests {
    /// Texts that an image chose.
    @Suite("An image's configuration")
    struct ImageTextTests {
        @Test("steers no terminal, whichever verb shows it")
        func escapes() throws {
            let config =
                #"{"Cmd":["/bin/sh","-c","sleep 1000 # \u001b[2J\u009b31m\u202e"],"Labels":{"a\u001b]0;x":"\u0007"}}"#
            try Skiff.current.withImage(config: config) { image in
                try Skiff.current.run("run", "-d", "--name", "escapes", image).succeeded()
                for words in [
                    ["ps", "--no-trunc"], ["ps", "--format", "json"], ["images"], ["inspect", "escapes"],
                    ["inspect", image], ["limits", "escapes"],
                ] {
                    let result = try Skiff.current.run(words).succeeded()
                    #expect(!result.output.contains(0x1b) && !result.text.contains("\u{9b}"), "\(words)")
                }
                try Skiff.current.run("rm", "-f", "escapes").succeeded()
            }
            try Skiff.current.withImage(config: #"{"Entrypoint":["\u001b[31mno"]}"#) { image in
                let result = try Skiff.current.run("run", "--rm", image)
                #expect(
                    result.exitCode == 127 && result.errorText.contains("\\x1b[31mno") && !result.error.contains(0x1b))
            }
        }

        @Test(
            "with a NUL is refused and never cut off there",
            arguments: [
                #"{"Cmd":["/bin/sh","-c","exit 0\u0000 ; exit 1"]}"#, #"{"Entrypoint":["/bin/sh\u0000x"]}"#,
                #"{"Cmd":["/bin/sh"],"Env":["A=b\u0000c"]}"#, #"{"Cmd":["/bin/sh"],"WorkingDir":"/bin\u0000/x"}"#,
                #"{"Cmd":["/bin/sh"],"User":"0\u00001"}"#,
            ])
        func nul(config: String) throws {
            try Skiff.current.withImage(config: config) { image in
                try Skiff.current.expectRefusal(["run", "--rm", image], 125, [])
            }
        }

        @Test("may have newlines in its variables, and entries that are none")
        func environment() throws {
            let config = #"{"Cmd":["/bin/busybox","env"],"Env":["A=1\n2","NONE","B=","A=3\n4",""]}"#
            try Skiff.current.withImage(config: config) { image in
                let lines = try Skiff.current.run("run", "--rm", image).succeeded().lines
                #expect(lines.contains("A=3") && lines.contains("4") && lines.contains("B="))
                #expect(!lines.contains { $0.hasPrefix("NONE") || $0.isEmpty })
            }
            try Skiff.current.withImage(config: #"{"Cmd":["/bin/busybox","env"],"Env":["=x"]}"#) { image in
                try Skiff.current.expectRefusal(["run", "--rm", image], 125, ["\"=x\""])
            }
        }

        @Test("may have ten thousand variables, in a moment")
        func manyVariables() throws {
            let entries = (0..<10_000).map { "\"VARIABLE_\($0)=\($0)\"" }.joined(separator: ",")
            try Skiff.current.withImage(config: "{\"Cmd\":[\"/bin/busybox\",\"env\"],\"Env\":[\(entries)]}") { image in
                let start = ContinuousClock.now
                let result = try Skiff.current.run("run", "--rm", image).succeeded()
                #expect(start.duration(to: .now) < .seconds(2))
                #expect(result.lines.count { $0.hasPrefix("VARIABLE_") } == 10_000)
            }
        }

        @Test(
            "of any depth or size is read or refused",
            arguments: [
                String(repeating: "[", count: 200_000), String(repeating: #"{"a":"#, count: 100_000),
                String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000),
                #"{"Labels":{"a":""# + String(repeating: "x", count: 20 << 20) + #""}}"#, #"{"Cmd":{"a":1}}"#, "[]",
                "null", "7", "\"",
            ])
        func shapes(config: String) throws {
            let before = try HostSnapshot(of: .current)
            let archive = ImageArchive(layers: [[.file("a", "b")]], config: config)
            let result = try Skiff.current.run(["load"], input: archive.bytes())
            if result.exitCode == 0 {
                let run = try Skiff.current.run("run", "--rm", ImageArchive.name, "/a")
                #expect(run.exitCode == 125 || run.exitCode == 126, "\(run.errorText.prefix(300))")
                try Skiff.current.run("rmi", ImageArchive.name).succeeded()
            } else {
                #expect(
                    result.exitCode == 1 && (1...1000).contains(result.error.count), "\(result.errorText.prefix(300))")
            }
            try Skiff.current.expectHost(unchangedSince: before)
        }
    }
}

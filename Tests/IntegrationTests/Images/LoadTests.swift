import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Images by the command line")
    struct LoadTests {
        /// How an archive of the busybox fixture is made, in a directory of its own, from the layout `$1`.
        struct Form: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let script: String
            var reference = "busybox:latest"
        }

        @Test(
            "an archive is loaded from a file and from standard input, and runs",
            arguments: [
                Form(testDescription: "OCI layout", script: "tar -C $1 -cf archive ."),
                Form(testDescription: "OCI layout, gzip", script: "tar -C $1 -czf archive ."),
                Form(testDescription: "OCI layout, zstd", script: "tar -C $1 --zstd -cf archive ."),
                Form(
                    testDescription: "docker-archive by skopeo",
                    script: "skopeo --insecure-policy copy -q oci:$1:busybox:latest docker-archive:archive:copied:1",
                    reference: "copied:1"),
                Form(
                    testDescription: "oci-archive by skopeo",
                    script: "skopeo --insecure-policy copy -q oci:$1:busybox:latest oci-archive:archive:copied:2",
                    reference: "copied:2"),
            ])
        func archive(form: Form) throws {
            try withTemporaryDirectory { directory in
                try make(form, in: directory)
                for isFile in [true, false] {
                    try Skiff.withOwnRoot(images: []) { skiff in
                        let file = "\(directory)/archive"
                        let result =
                            isFile
                            ? try skiff.run("load", "-i", file) : try skiff.run(["load"], input: HostFile.bytes(file))
                        #expect(result.text == "Loaded image: \(form.reference)", "\(result)")
                        let run = try skiff.run("run", "--rm", form.reference, "cat", "/usr/share/layers/replaced")
                        #expect(run.text == "upper")
                    }
                }
            }
        }

        @Test("a layout is loaded as a directory, twice as well as once")
        func directory() throws {
            try Skiff.withOwnRoot(images: []) { skiff in
                let layout = try Installation.layout(of: .busybox)
                for _ in 1...2 { #expect(try skiff.run("load", "-i", layout).text == "Loaded image: busybox:latest") }
                #expect(try skiff.run("images", "-q").lines.count == 1)
                #expect(try skiff.run("load", "-q", "-i", layout).text == "Loaded image: busybox:latest")
            }
        }

        @Test("an image that skopeo has saved anew is the same image")
        func sameImage() throws {
            try withTemporaryDirectory { directory in
                let layout = try Installation.layout(of: .probe)
                let form = "docker-archive:\(directory)/archive:probe:latest"
                try Program("skopeo", ["--insecure-policy", "copy", "-q", "oci:\(layout):probe:latest", form]).run()
                    .succeeded()
                try Skiff.withOwnRoot(images: [.probe]) { skiff in
                    let before = try skiff.inspect("probe")
                    try skiff.run("load", "-i", "\(directory)/archive").succeeded()
                    #expect(try skiff.run("images", "-q").lines.count == 1)
                    // The layers were packed anew; what is in them is the same.
                    let after = try skiff.inspect("probe")
                    #expect(after["Id"] == before["Id"])
                    #expect(after["RootFS"] == before["RootFS"])
                    #expect(after["RootFS"] != .null)
                }
            }
        }

        @Test("an image with layers of several compressions runs a program of many files")
        func debian() throws {
            #expect(try Skiff.current.run("run", "--rm", "debian", "python3", "-c", "print(6 * 7)").text == "42")
        }

        @Test("a root file system is imported with its command", arguments: [true, false])
        func importRoot(fromFile: Bool) throws {
            try withTemporaryDirectory { directory in
                let script =
                    "cd \(directory) && mkdir -p r/bin && cp \"$(command -v busybox)\" r/bin/sh && tar -C r -cf root.tar ."
                try Program("/bin/sh", ["-c", script]).run().succeeded()
                try Skiff.withOwnRoot(images: []) { skiff in
                    let words = [
                        "import", "-c", #"CMD ["/bin/sh", "-c", "echo $GREETING"]"#, "-c", "ENV GREETING=hello", "-m",
                        "made by a test",
                    ]
                    let result =
                        fromFile
                        ? try skiff.run(words + ["\(directory)/root.tar", "mine:1"])
                        : try skiff.run(words + ["-", "mine:1"], input: HostFile.bytes("\(directory)/root.tar"))
                    #expect(result.text.hasPrefix("sha256:"))
                    #expect(try skiff.run("run", "--rm", "mine:1").text == "hello")
                    #expect(try skiff.inspect("mine:1")["Id"].string == result.text)
                }
            }
        }

        private func make(_ form: Form, in directory: String) throws {
            let layout = try Installation.layout(of: .busybox)
            let words = ["-ec", "cd \(directory); \(form.script)", "sh", layout]
            try Program("/bin/sh", words).run().succeeded()
        }
    }
}

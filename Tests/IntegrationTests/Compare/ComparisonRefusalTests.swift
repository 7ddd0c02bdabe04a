import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("What a comparison refuses")
    struct ComparisonRefusalTests {
        private static let skiff = "\(Installation.executables)/skiff"

        @Test("whoever isn't root is told so")
        func notRoot() throws {
            // Where the build is, another user may not come in.
            try withTemporaryDirectory { directory in
                chmod(directory, 0o755)
                let copy = "\(directory)/skiff"
                try Program("/bin/cp", [Self.skiff, copy]).run().succeeded()
                let result = try Program(
                    "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", copy, "compare"]
                ).run()
                #expect(result.exitCode == 1)
                #expect(result.errorText == "skiff: not root: containers need uid 0; run it again with sudo")
            }
        }

        @Test("without QEMU, a machine that was asked for by name is refused with what to install")
        func withoutMonitor() throws {
            try withTemporaryDirectory { directory in
                try Skiff.withOwnRoot(environment: ["PATH=\(directory)"]) { skiff in
                    let before = try HostSnapshot(of: skiff)
                    let result = try skiff.run("compare", "--only", "start,skiff,microvm")
                    #expect(result.exitCode == 1)
                    #expect(
                        result.errorText.contains("no qemu-system-x86_64: install QEMU (apt-get install"),
                        "\(result.errorText)")
                    try skiff.expectHost(unchangedSince: before)
                }
            }
        }

        @Test("without QEMU, containers are compared, and the report says why no machine was")
        func containersAlone() throws {
            try withTemporaryDirectory { directory in
                try Skiff.withOwnRoot(environment: ["PATH=\(directory)"]) { skiff in
                    let before = try HostSnapshot(of: skiff)
                    let result = try skiff.run(
                        ["compare", "--runs", "1", "--density", "1", "--only", "start,memory"], within: .seconds(120)
                    ).succeeded()
                    #expect(result.text.contains("to the first answered HTTP request"))
                    #expect(result.text.contains("Left out: q35: no qemu-system-x86_64"), "\(result.text)")
                    #expect(result.text.contains("Left out: runc: runc is not installed."), "\(result.text)")
                    try skiff.expectHost(unchangedSince: before)
                }
            }
        }

        @Test("an image for another architecture is refused")
        func otherArchitecture() throws {
            try Skiff.withOwnRoot(images: []) { skiff in
                let archive = ImageArchive(layers: [[.file("file")]], architecture: "s390x")
                try skiff.run(["load"], input: archive.bytes()).succeeded()
                let before = try HostSnapshot(of: skiff)
                let result = try skiff.run("compare", "--image", ImageArchive.name)
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("s390x"), "\(result.errorText)")
                #expect(
                    result.errorText.contains("its programs run in no container and no virtual machine here"),
                    "\(result.errorText)")
                try skiff.expectHost(unchangedSince: before)
            }
        }

        @Test("an image with neither a shell nor a library is compared as any")
        func withoutShell() throws {
            try Skiff.withOwnRoot(images: []) { skiff in
                try skiff.run(["load"], input: ImageArchive(layers: [[.file("file")]]).bytes()).succeeded()
                let result = try skiff.run(
                    ["compare", "--image", ImageArchive.name, "--runs", "1", "--only", "start,isolation,skiff"],
                    within: .seconds(120)
                ).succeeded()
                #expect(result.text.contains("to the first answered HTTP request"))
                let calls = try #require(result.lines.first { $0.contains("a filter lets through") })
                #expect(calls.hasSuffix(" of 378") && !calls.contains("378 of 378"), "\(calls)")
            }
        }

        @Test(
            "a kernel that is none is told of in QEMU's own last words",
            .enabled(if: HostFile.exists("/usr/bin/qemu-system-x86_64"), "needs QEMU"))
        func noKernel() throws {
            try withTemporaryDirectory { directory in
                for path in ["boot", "lib", "lib/modules", "lib/modules/1", "lib/modules/1/kernel"] {
                    mkdir("\(directory)/\(path)", 0o755)
                }
                try HostFile.write(String(repeating: "*", count: 8192), to: "\(directory)/boot/vmlinuz-1")
                let skiff = Skiff.current
                let before = try HostSnapshot(of: skiff)
                let result = try skiff.run("compare", "--only", "start,q35", "--kernel", directory)
                #expect(result.exitCode == 1)
                #expect(
                    result.errorText.contains("ended before it said 'first'; its last lines:"), "\(result.errorText)")
                #expect(result.errorText.contains("\n  qemu"), "\(result.errorText)")
                try skiff.expectHost(unchangedSince: before)
            }
        }
    }
}

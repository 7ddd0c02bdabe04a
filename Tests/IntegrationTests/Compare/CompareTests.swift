import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A comparison with virtual machines")
    struct ComparisonTests {
        /// Where scripts/test unpacks a kernel for virtual machines.
        private static let kernel = "\(Installation.package)/.build/guest-kernel"
        private static let hasMachines =
            HostFile.exists("/usr/bin/qemu-system-x86_64") && HostFile.exists(kernel + "/boot")
        private let skiff = Skiff.current

        @Test(
            "boots the same files as a container and as a virtual machine, and leaves nothing behind",
            .enabled(if: hasMachines, "needs QEMU and a kernel in .build/guest-kernel"))
        func boots() throws {
            let before = try HostSnapshot(of: skiff)
            let directory = try TemporaryDirectory()
            let file = "\(directory.path)/report"
            let result = try skiff.run(
                words(
                    "--runs", "1", "--density", "2", "--only", "start,memory,isolation,skiff,microvm", "--json",
                    "\(file).json", "--html")
                    + ["\(file).html"], within: .seconds(300)
            ).succeeded()
            #expect(result.text.contains("to the first answered HTTP request"))
            let report = try JSON(parsing: HostFile.text("\(file).json"))
            let machine = try #require(report["contenders"][1]["name"].string)
            #expect(machine == "microvm (tcg)" || machine == "microvm (kvm)")
            // A published port of the default network, without anything of it on the host (below).
            #expect(
                report["contenders"][0]["command"].string?.contains("--network bridge --publish 127.0.0.1:") == true)
            // The whole machine's memory may well be less used than before.
            let uncertain = ["memory-kernel", "memory-unavailable"]
            for figure in report["figures"].elements where !uncertain.contains(figure["id"].string ?? "") {
                // Starts: machines have three turns a round, each behind four of the containers'.
                let isStart = figure["unit"].string == "ms"
                #expect(figure["values"]["skiff"].elements.count == (isStart ? 12 : 1), "\(figure["id"])")
                #expect(figure["values"][machine].elements.count == (isStart ? 3 : 1), "\(figure["id"])")
            }
            // The same kernel in the container, another one in the machine.
            let boot = try HostFile.text("/proc/sys/kernel/random/boot_id").filter { $0 != "\n" }
            #expect(report["isolation"]["skiff"]["boot-id"].string == boot)
            let other = try #require(report["isolation"][machine]["boot-id"].string)
            #expect(other.count == boot.count && other != boot)
            #expect(report["isolation"]["skiff"]["processes"].string == "1")
            #expect(try HostFile.text("\(file).html").contains("</html>"))
            try directory.remove()
            try skiff.expectHost(unchangedSince: before)
        }

        @Test(
            "Ctrl-C ends all virtual machines and containers, and takes their files away",
            .enabled(if: hasMachines, "needs QEMU and a kernel in .build/guest-kernel"))
        func interrupted() throws {
            let before = try HostSnapshot(of: skiff)
            var comparison = try skiff.program(
                words("--runs", "1", "--density", "4", "--only", "memory,skiff,microvm", "--memory", "1g")
            ).start()
            let id = "skiff-compare-\(comparison.pid)"
            #expect(try eventually(within: .seconds(240)) { Self.count(of: id) >= 2 })
            try comparison.send(.interrupt)
            #expect(try comparison.waitForEnd(within: .seconds(30)) == 130)
            #expect(Self.count(of: id) == 0)
            #expect(!HostFile.exists("/tmp/\(id)"))
            try skiff.expectHost(unchangedSince: before)
        }

        @Test(
            "a virtual machine that doesn't come up is told of, with the console's last lines",
            .enabled(if: hasMachines, "needs QEMU and a kernel in .build/guest-kernel"))
        func neverUp() throws {
            let result = try skiff.run(words("--only", "start,microvm", "--timeout", "1"), within: .seconds(60))
            #expect(result.exitCode == 1)
            #expect(result.errorText.contains("said no 'first' in 1 seconds"), "\(result.errorText)")
        }

        @Test(
            "what can't be compared is refused in a sentence",
            arguments: [
                (["--only", "start,vmware"], 1, "--only knows no 'vmware': it takes start"),
                (["--image", "nowhere"], 1, "no image nowhere:latest here; fetch it with skiff pull"),
                (["--only", "microvm", "--kernel", "/nowhere"], 1, "no kernel for virtual machines in /nowhere/boot"),
                (["--runs", "0"], 1, "must be a whole number from 1 to 1000"),
                (["--memory", "5"], 1, "must be at least 1m"),
                (["--json", "/nowhere/report"], 1, "/nowhere"),
                (["busybox"], 1, "accepts no arguments"),
            ])
        func refused(words: [String], exitCode: Int32, sentence: String) throws {
            let before = try HostSnapshot(of: skiff)
            let result = try skiff.run(["compare"] + words)
            #expect(result.exitCode == exitCode)
            #expect(result.errorText.contains(sentence), "\(result.errorText)")
            try skiff.expectHost(unchangedSince: before)
        }

        @Test(
            "more virtual machines than memory has room for are refused before any is started",
            .enabled(if: hasMachines, "needs QEMU and a kernel in .build/guest-kernel"))
        func tooMany() throws {
            let result = try skiff.run(words("--density", "1000", "--only", "memory,microvm"), within: .seconds(90))
            #expect(result.exitCode == 1)
            #expect(result.errorText.contains("1000 idle microvms need up to "), "\(result.errorText)")
            #expect(result.errorText.contains("use --density "), "\(result.errorText)")
        }

        private func words(_ words: String...) -> [String] { ["compare", "--kernel", Self.kernel] + words }

        /// Processes that were started for a comparison, by the name of its instances.
        private static func count(of id: String) -> Int {
            HostProcess.all.count { process in process.words.contains { $0.hasPrefix("\(id)-") } }
        }
    }
}

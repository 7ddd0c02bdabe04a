import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests.ContainerdTests {
    private static let pause: [UInt8] = {
        // Without busybox no other fixture could be made either.
        let busybox = (try? HostFile.bytes("/bin/busybox")) ?? []
        let layer: [TarEntry] = [.directory("bin"), .file("bin/busybox", busybox, mode: 0o755)]
        let config = #"{"Entrypoint": ["/bin/busybox", "sleep", "1000000"]}"#
        var archive = ImageArchive(layers: [layer], config: config)
        archive.name = "pause"
        return archive.bytes()
    }()

    @Test("a pod of Kubernetes: its containers share what they should, and nothing stays")
    func pod() throws {
        let pods = try PodFixture(EngineScope<ContainerdFixture>.current(), pause: Self.pause)
        try pods.withPod { pod in
            let one = try pods.start("one", in: pod, ["sleep", "1000"])
            let two = try pods.start("two", in: pod, ["sleep", "1000"])
            let namespaces = ["sh", "-c", "for n in net ipc uts pid mnt; do readlink /proc/self/ns/$n; done"]
            let first = try pods.exec(one, namespaces).output.split(separator: "\n")
            let second = try pods.exec(two, namespaces).output.split(separator: "\n")
            #expect(first.count == 5)
            #expect(first.prefix(4) == second.prefix(4))
            #expect(first.last != second.last)
            #expect(try pods.exec(two, ["sh", "-c", "exit 9"]).exitCode == 9)
            #expect(try pods.exec(two, ["sh", "-c", "echo >/dev/null && echo done"]).output == "done")
        }
        #expect(pods.containerd.place.groups().isEmpty)
    }

    @Test("a kubelet's limits, their update, and a container that is stopped")
    func podLimits() throws {
        let pods = try PodFixture(EngineScope<ContainerdFixture>.current(), pause: Self.pause)
        try pods.withPod { pod in
            // LinuxContainerResources: 1 CPU period, 2 quota, 3 shares, 4 memory.
            let id = try pods.start(
                "limited", in: pod, ["sleep", "1000"], resources: "[[1, 100000], [2, 50000], [4, 67108864]]")
            let place = pods.containerd.place
            func memory() throws -> String {
                try place.cgroupFile(of: id, "memory", legacy: "memory.limit_in_bytes", unified: "memory.max")
            }
            #expect(try memory() == "67108864")
            try pods.call("UpdateContainerResources", #"[[1, "\#(id)"], [2, [[4, 100663296]]]]"#)
            #expect(try memory() == "100663296")
            #expect(try pods.exec(id, ["sh", "-c", "echo >/dev/null && echo done"]).output == "done")
            try pods.call("StopContainer", #"[[1, "\#(id)"], [2, 0]]"#)
            try pods.call("RemoveContainer", #"[[1, "\#(id)"]]"#)
            #expect(!place.groups().contains { $0.hasSuffix("/\(id)") })
        }
    }
}

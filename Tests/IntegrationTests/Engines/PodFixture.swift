import TestSupport

/// What a kubelet does: pods by containerd's Container Runtime Interface
/// (`runtime.v1.RuntimeService`).
struct PodFixture {
    /// The image of what holds a pod's namespaces.
    static let pauseImage = "docker.io/library/pause:latest"
    private static let image = "docker.io/library/busybox:latest"
    let containerd: ContainerdFixture

    /// A pod on the host's network, and a name for its containers.
    struct Pod {
        let id: String
        let configuration: String
    }

    /// Loads the images where containerd looks for those of pods.
    init(_ containerd: ContainerdFixture, pause: [UInt8]) throws {
        self.containerd = containerd
        try importImage(Array(HostFile.bytes(EngineArchive.write(into: containerd.place.path))), as: Self.image)
        try importImage(pause, as: Self.pauseImage)
        let seen = #"[[1, [[1, "\#(Self.image)"]]]]"#
        guard
            try eventually({
                try !containerd.call("/runtime.v1.ImageService/ImageStatus", seen)["1"].elements.isEmpty
            })
        else { throw TestFailure("the image \(Self.image) does not arrive") }
    }

    private func importImage(_ archive: [UInt8], as name: String) throws {
        let ctr = ["ctr", "--address", "\(containerd.place.path)/socket", "--namespace", "k8s.io", "image"]
        let result = try containerd.place.program(ctr + ["import", "-"]).run(input: archive).succeeded()
        guard let imported = result.text.split(separator: " ").first(where: { $0.hasSuffix(":latest") }) else {
            throw TestFailure("ctr image import: \(result)")
        }
        try containerd.place.program(ctr + ["tag", "--force", String(imported), name]).run().succeeded()
    }

    /// One call of the runtime service.
    @discardableResult
    func call(_ method: String, _ request: String) throws -> JSON {
        try containerd.call("/runtime.v1.RuntimeService/\(method)", request)
    }

    /// Runs a pod for the body and removes it with its containers.
    func withPod<Value>(_ body: (Pod) throws -> Value) throws -> Value {
        // PodSandboxConfig: 1 metadata (name, uid, namespace), 3 log directory,
        // 8 linux: 1 cgroup parent, 2 security context: 1 namespace options:
        // 1 network (2 is the node's), 2 pid (0: the pod's), 3 ipc.
        let configuration = """
            [[1, [[1, "pod"], [2, "\(Skiff.newName())"], [3, "default"]]],
             [3, "\(containerd.place.path)"],
             [8, [[1, "/\(containerd.place.group)"], [2, [[1, [[1, 2], [2, 0], [3, 0]]]]]]]]
            """
        let answer = try call("RunPodSandbox", "[[1, \(configuration)]]")
        let id = try Self.text(answer["1"])
        let result = Result { try body(Pod(id: id, configuration: configuration)) }
        try call("StopPodSandbox", #"[[1, "\#(id)"]]"#)
        try call("RemovePodSandbox", #"[[1, "\#(id)"]]"#)
        return try result.get()
    }

    /// Creates and starts a container of the pod: its id.
    func start(_ name: String, in pod: Pod, _ command: [String], resources: String = "[]") throws -> String {
        // ContainerConfig: 1 metadata, 2 image, 3 command, 11 log path, 15 linux: 1 resources.
        let words = command.map { #"[3, "\#($0)"]"# }.joined(separator: ", ")
        let configuration = """
            [[1, [[1, "\(name)"]]], [2, [[1, "\(Self.image)"]]], \(words), [11, "\(name).log"], [15, [[1, \(resources)]]]]
            """
        let request = #"[[1, "\#(pod.id)"], [2, \#(configuration)], [3, \#(pod.configuration)]]"#
        let id = try Self.text(call("CreateContainer", request)["1"])
        try call("StartContainer", #"[[1, "\#(id)"]]"#)
        return id
    }

    /// What ExecSync gives: standard output without the last line's end, and the exit code.
    func exec(_ container: String, _ command: [String]) throws -> (output: String, exitCode: Int64) {
        let words = command.map { #"[2, "\#($0)"]"# }.joined(separator: ", ")
        let answer = try call("ExecSync", #"[[1, "\#(container)"], \#(words), [3, 10]]"#)
        let output = answer["1"][0].string ?? ""
        return (output.hasSuffix("\n") ? String(output.dropLast()) : output, answer["3"][0].number ?? 0)
    }

    private static func text(_ field: JSON) throws -> String {
        guard let text = field[0].string else { throw TestFailure("the answer has no such field: \(field)") }
        return text
    }
}

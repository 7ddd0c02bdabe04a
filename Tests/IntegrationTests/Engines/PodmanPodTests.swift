import TestSupport
import Testing

extension IntegrationTests.PodmanTests {
    @Test("the two containers of a pod share its namespaces")
    func pod() throws {
        let name = Skiff.newName()
        let options = ["--infra-image", "localhost/busybox", "--infra-command", "sleep 1000", "--network", "none"]
        let result = Result {
            try podman.run(["pod", "create", "--name", name, "--cgroup-parent", "/\(podman.place.group)"] + options)
                .succeeded()
            for container in ["\(name)-a", "\(name)-b"] {
                let words = ["run", "--detach", "--pod", name, "--name", container, "busybox", "sleep", "1000"]
                try podman.run(words).succeeded()
            }
            let script = "hostname; for n in net ipc uts mnt; do readlink /proc/self/ns/$n; done"
            let first = try podman.run("exec", "\(name)-a", "sh", "-c", script).succeeded().lines
            let second = try podman.run("exec", "\(name)-b", "sh", "-c", script).succeeded().lines
            #expect(first.first == name)
            #expect(first.count == 5)
            #expect(first.dropLast() == second.dropLast())
            #expect(first.last != second.last)
            #expect(try podman.run("pod", "inspect", "--format", "{{.State}}", name).text == "Running")
        }
        try podman.run("pod", "rm", "--force", "--time", "0", name)
        try result.get()
    }

    @Test("play kube runs what the file describes, and takes it down")
    func playKube() throws {
        let containers = ["one", "two"].map { name in
            """
              - name: \(name)
                image: localhost/busybox:latest
                imagePullPolicy: Never
                command: ["sh", "-c", "echo \(name) $COLOR; sleep 1000"]
                env: [{name: COLOR, value: blue}]
            """
        }
        let text = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              hostNetwork: true
              containers:
            """
        let file = "\(podman.place.path)/web.yaml"
        try HostFile.write(([text] + containers).joined(separator: "\n"), to: file)
        let result = Result {
            try podman.run("play", "kube", file).succeeded()
            for name in ["one", "two"] {
                #expect(try eventually { try podman.run("logs", "web-\(name)").text == "\(name) blue" })
            }
        }
        try podman.run("play", "kube", "--down", file).succeeded()
        try result.get()
        #expect(try podman.run("ps", "--all", "--quiet").text == "")
    }
}

import TestSupport
import Testing

extension IntegrationTests.DockerTests {
    @Test("a swarm's service of two replicas, updated one after the other")
    func service() throws {
        try docker.run("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1").succeeded()
        let result = Result {
            let options = [
                "--name", "web", "--replicas", "2", "--endpoint-mode", "dnsrr", "--no-resolve-image",
                "--update-monitor", "100ms", "--stop-grace-period", "2s", "--env", "VERSION=1",
            ]
            let script = "trap 'exit 0' TERM; while :; do sleep 0.05; done"
            try docker.run(["service", "create", "--detach"] + options + ["busybox", "sh", "-c", script]).succeeded()
            #expect(try eventually(within: .seconds(20)) { try running().count == 2 })
            let before = try running()
            let runtimes = try before.map { try docker.inspect($0, ".HostConfig.Runtime") }
            #expect(runtimes == ["skiff", "skiff"])
            let update = ["service", "update", "--detach", "--env-add", "VERSION=2", "web"]
            try docker.run(update).succeeded()
            #expect(
                try eventually(within: .seconds(30)) {
                    try docker.inspect("web", "if .UpdateStatus}}{{.UpdateStatus.State}}{{end") == "completed"
                })
            let after = try running()
            #expect(after.count == 2)
            #expect(Set(after).isDisjoint(with: before))
            let versions = try after.map { try docker.run("exec", $0, "sh", "-c", "echo $VERSION").text }
            #expect(versions == ["2", "2"])
            try docker.run("service", "rm", "web").succeeded()
            #expect(try eventually(within: .seconds(20)) { try running().isEmpty })
        }
        try docker.run("swarm", "leave", "--force").succeeded()
        try result.get()
    }

    private func running() throws -> [String] {
        let filter = ["--filter", "label=com.docker.swarm.service.name=web"]
        return try docker.run(["ps", "--quiet", "--no-trunc"] + filter).succeeded().lines
    }
}

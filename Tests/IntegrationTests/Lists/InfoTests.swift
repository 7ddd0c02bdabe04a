import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The engine and its host")
    struct InfoTests {
        @Test("info counts what there is and tells what the kernel is")
        func info() throws {
            try Skiff.withOwnRoot { skiff throws in
                try skiff.run("run", "busybox", "true").succeeded()
                try skiff.withContainer { _ throws in
                    let info = try skiff.run("info", "--format", "json").succeeded().json()
                    #expect(info["Containers"].number == 2 && info["ContainersRunning"].number == 1)
                    #expect(info["ContainersStopped"].number == 1 && info["Images"].number == 1)
                    #expect(info["DockerRootDir"].string == skiff.root)
                    #expect(info["Plugins"]["Network"].strings == ["bridge", "host", "macvlan", "null"])
                    let release = try HostFile.text("/proc/sys/kernel/osrelease")
                    #expect(info["KernelVersion"].string == release)
                    #expect(info["SecurityOptions"].strings.contains("name=seccomp,profile=builtin"))
                    #expect(try skiff.run("info", "-f", "{{.Containers}} {{.CgroupVersion}}").text.hasPrefix("2 "))
                    #expect(try skiff.run("system", "info", "-f", "{{.Images}}").text == "1")
                    let lines = try skiff.run("info").succeeded().lines
                    #expect(lines.contains("Containers: 2") && lines.contains(" Running: 1"))
                    #expect(lines.contains("Kernel Version: \(release)"))
                    #expect(try skiff.run("info", "-f", "{{.Nope}}").exitCode == 1)
                }
            }
        }

        @Test("version answers the templates that scripts have for Docker's")
        func version() throws {
            let skiff = Skiff.current
            let version = try skiff.run("version", "--format", "{{.Server.Version}}").succeeded().text
            #expect(try skiff.run("--version").text == "skiff \(version)")
            #expect(try skiff.run("version", "-f", "{{.Client.Version}}").text == version)
            let all = try skiff.run("version", "-f", "json").json()
            #expect(all["Server"]["Components"][0]["Name"].string == "skiff-runtime")
            #expect(all["Server"]["Components"][0]["Version"].string == version)
            #expect(try skiff.run("version").succeeded().lines.contains(" Version:        \(version)"))
        }
    }
}

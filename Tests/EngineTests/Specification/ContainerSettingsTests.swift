import Engine
import LinuxSystem
import OCI
import Testing

@Suite("ContainerSettings")
struct ContainerSettingsTests {
    struct CommandCase: Sendable {
        var entrypoint: String?
        var command: [String] = []
        var imageEntrypoint: [String]?
        var imageCommand: [String]?
        var result: [String]
    }

    @Test(
        "entrypoint and command combine as in Docker",
        arguments: [
            CommandCase(imageCommand: ["sh"], result: ["sh"]),
            CommandCase(command: ["ls"], imageCommand: ["sh"], result: ["ls"]),
            CommandCase(imageEntrypoint: ["/e", "x"], imageCommand: ["sh"], result: ["/e", "x", "sh"]),
            CommandCase(command: ["ls"], imageEntrypoint: ["/e"], imageCommand: ["sh"], result: ["/e", "ls"]),
            CommandCase(entrypoint: "/f", imageEntrypoint: ["/e"], imageCommand: ["sh"], result: ["/f"]),
            CommandCase(entrypoint: "/f", command: ["a"], imageEntrypoint: ["/e"], result: ["/f", "a"]),
            CommandCase(entrypoint: "", command: ["a"], imageEntrypoint: ["/e"], result: ["a"]),
        ])
    func commands(example: CommandCase) throws {
        let image = ContainerDefaults(entrypoint: example.imageEntrypoint, command: example.imageCommand)
        let settings = try settings(image: image) {
            $0.entrypoint = example.entrypoint
            $0.command = example.command
        }
        #expect(settings.arguments == example.result)
    }

    @Test("a container without a command is refused, and an empty one is not found")
    func missingCommand() throws {
        let none = #expect(throws: EngineError.self) { try settings { $0.command = [] } }
        #expect(none?.kind == .invalid)
        #expect(none?.message == "no command: image \"box\" has none, so name one after the image")
        let image = ContainerDefaults(command: ["sh"])
        #expect(throws: EngineError.self) {
            try settings(image: image) {
                $0.command = []
                $0.entrypoint = ""
            }
        }
        #expect(throws: EngineError(.commandNotFound, "the command is an empty text: name a program")) {
            try settings { $0.command = [""] }
        }
    }

    static let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    @Test("without any wish the environment is PATH and HOSTNAME, with a terminal also TERM")
    func defaultEnvironment() throws {
        #expect(try settings().environment == [Self.path, "HOSTNAME=0123456789ab"])
        #expect(try settings { $0.terminal = true }.environment.last == "TERM=xterm")
    }

    @Test("the user's variables override the image's, which override the engine's; a name alone removes")
    func environmentOrder() throws {
        let image = ContainerDefaults(environment: ["PATH=/bin", "A=image", "B=image", "C="])
        let settings = try settings(image: image) { $0.environment = ["A=user", "B", "D=x=y", "GONE"] }
        #expect(settings.environment == ["PATH=/bin", "HOSTNAME=0123456789ab", "A=user", "C=", "D=x=y"])
    }

    @Test(
        "the working directory becomes absolute and plain",
        arguments: [
            ("/", "/"), ("/srv", "/srv"), ("srv/app", "/srv/app"), ("/a/./b//c/", "/a/b/c"), ("/a/../../b", "/b"),
            ("../..", "/"), ("", "/"),
        ])
    func workingDirectory(given: String, result: String) throws {
        #expect(try settings(image: ContainerDefaults(workingDirectory: given)).workingDirectory == result)
        #expect(try settings { $0.workingDirectory = given }.workingDirectory == result)
    }

    @Test("the hostname is the one asked for, else the machine's on its network, else the short id")
    func hostname() throws {
        #expect(try settings().hostname == "0123456789ab")
        #expect(try settings { $0.network = .host }.hostname == "machine")
        let asked = try settings {
            $0.network = .host
            $0.hostname = "web-1.example.org"
        }
        #expect(asked.hostname == "web-1.example.org")
        #expect(asked.environment.contains("HOSTNAME=web-1.example.org"))
    }

    @Test(
        "capabilities are added and dropped as in Docker",
        arguments: [
            ([], [], CapabilitySet.standard),
            (
                ["net_admin"], ["CAP_CHOWN"],
                CapabilitySet.standard.subtracting(CapabilitySet(.chown)).union(CapabilitySet(.netAdmin))
            ),
            (["kill"], ["ALL"], CapabilitySet(.kill)),
            ([], ["all"], []),
            (["ALL"], ["sys_admin"], CapabilitySet.all.subtracting(CapabilitySet(.sysAdmin))),
            (["chown"], ["chown"], CapabilitySet.standard),
        ] as [([String], [String], CapabilitySet)])
    func capabilities(added: [String], dropped: [String], result: CapabilitySet) throws {
        let settings = try settings {
            $0.addedCapabilities = added
            $0.droppedCapabilities = dropped
        }
        #expect(settings.capabilities == result)
    }

    @Test("a privileged container has every capability")
    func privilegedCapabilities() throws {
        let settings = try settings {
            $0.privileged = true
            $0.droppedCapabilities = ["ALL"]
        }
        #expect(settings.capabilities == .all)
    }

    @Test("the stop signal is the user's, else the image's, else SIGTERM")
    func stopSignal() throws {
        let image = ContainerDefaults(stopSignal: "SIGQUIT")
        #expect(try settings().stopSignal == .terminate)
        #expect(try settings(image: image).stopSignal == .quit)
        #expect(try settings(image: image) { $0.stopSignal = .kill }.stopSignal == .kill)
        #expect(throws: EngineError.self) { try settings(image: ContainerDefaults(stopSignal: "SIGWAT")) }
    }

    @Test("user and labels come from the image unless given")
    func userAndLabels() throws {
        let image = ContainerDefaults(user: "www", labels: ["a": "image", "b": "image"])
        #expect(try settings(image: image).user == "www")
        let given = try settings(image: image) {
            $0.user = "0:0"
            $0.labels = ["b": "user"]
        }
        #expect(given.user == "0:0")
        #expect(given.labels == ["a": "image", "b": "user"])
    }

    @Test(
        "memory without a limit for swap allows as much swap as memory",
        arguments: [
            (64 << 20, nil, 128 << 20), (64 << 20, -1, -1), (64 << 20, 64 << 20, 64 << 20), (64 << 20, 0, 128 << 20),
            (nil, nil, nil), (0, nil, nil), (UInt64(Int64.max), nil, -1),
        ] as [(UInt64?, Int64?, Int64?)])
    func swap(memory: UInt64?, swap: Int64?, result: Int64?) throws {
        let settings = try settings {
            $0.resources.memory = memory
            $0.resources.memorySwap = swap
        }
        #expect(settings.resources.memorySwap == result)
    }

    @Test("mounts are cleaned and come outer before inner, else as given")
    func mountOrder() throws {
        let settings = try settings {
            $0.mounts = ["/a/b/c", "/z//", "/a", "/a/./b"].map {
                MountOption(source: .tmpfs(size: nil, mode: nil, options: []), target: $0)
            }
        }
        #expect(settings.mounts.map(\.target) == ["/z", "/a", "/a/b", "/a/b/c"])
    }

    @Test("the last of several limits with one name holds")
    func lastLimitHolds() throws {
        let settings = try settings {
            $0.resourceLimits = [
                ResourceLimitOption(name: "nofile", soft: 1, hard: 2),
                ResourceLimitOption(name: "core", soft: 0, hard: 0),
                ResourceLimitOption(name: "nofile", soft: 3, hard: 4),
            ]
        }
        #expect(settings.resourceLimits.map(\.name) == ["nofile", "core"])
        #expect(settings.resourceLimits.first?.soft == 3)
    }
}

import Engine
import OCI
import Testing

@Suite("Volumes that an image asks for")
struct ImageVolumeTests {
    private func image(_ paths: String...) -> ContainerDefaults {
        ContainerDefaults(volumes: Dictionary(uniqueKeysWithValues: paths.map { ($0, .init()) }))
    }

    private static func tmpfs(_ target: String) -> MountOption {
        MountOption(source: .tmpfs(size: nil, mode: nil, options: []), target: target)
    }

    @Test("are anonymous ones, once a place, where the user has mounted nothing")
    func volumes() throws {
        let mounts = try settings(image: image("/var/lib/x", "/data", "/data/", "/mine")) {
            $0.mounts = [Self.tmpfs("/mine/.")]
        }.mounts
        #expect(mounts.map(\.target) == ["/mine", "/data", "/var/lib/x"])
        #expect(mounts.dropFirst().map(\.source) == [.volume(VolumeMount()), .volume(VolumeMount())])
    }

    @Test("at no place, on the root or inside /proc are refused", arguments: ["data", "", "/", "/x/..", "/proc/sys"])
    func refused(path: String) {
        let error = #expect(throws: EngineError.self) { try settings(image: image(path)) }
        #expect(error?.kind == .invalid)
    }

    @Test("by the hundreds are refused")
    func tooMany() {
        let paths = (0..<257).map { ("/v\($0)", ContainerDefaults.Empty()) }
        let image = ContainerDefaults(volumes: Dictionary(uniqueKeysWithValues: paths))
        #expect(throws: EngineError.self) { try settings(image: image) }
    }

    @Test("owners are kept in a user namespace alone, and a path in the source is the runtime's to walk")
    func specified() throws {
        let bind = MountOption.Source.bind(path: "/srv", createMissing: false, propagation: nil, recursive: true)
        for (mode, expected) in [
            (UserNamespaceMode.host, ["rbind", "rprivate", "X-mount.subdir=a/b"]),
            (.auto, ["rbind", "rprivate", "ridmap", "X-mount.subdir=a/b"]),
        ] {
            let spec = try specification {
                $0.userNamespace = mode
                $0.mounts = [MountOption(source: bind, target: "/d", keepsOwners: true, subpath: "a/b")]
            }
            #expect(try spec.mount("/d").options == expected)
        }
    }
}

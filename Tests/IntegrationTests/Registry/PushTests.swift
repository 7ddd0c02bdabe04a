import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Pushing to a registry")
    struct PushTests {
        private func withFixture(_ body: (RealRegistry, RegistryUser) throws -> Void) throws {
            try RealRegistry.serve { registry in
                try RegistryUser.with { user in
                    try user.skiff.load(.busybox)
                    try body(registry, user)
                }
            }
        }

        private func uploads(_ registry: RealRegistry) throws -> Int {
            try registry.requests().count { $0.method == "PUT" && $0.path.contains("/blobs/uploads/") }
        }

        @Test("gives a registry what skopeo and umoci read, and what we read ourselves")
        func peers() throws {
            try withFixture { registry, user in
                let name = "\(registry.host)/team/busybox:2"
                try user.skiff.run("tag", "busybox", name).succeeded()
                let result = try user.skiff.run("push", name).succeeded()
                let seen = try Skopeo.inspect(name)
                let digest = try #require(seen["Digest"].string)
                #expect(result.lines.last?.hasPrefix("2: digest: \(digest) size: ") == true, "\(result)")
                #expect(seen["Os"].string == "linux")

                try withTemporaryDirectory { directory in
                    try Skopeo.copy("docker://\(name)", "oci:\(directory)/layout:x")
                    let words = ["unpack", "--image", "\(directory)/layout:x", "\(directory)/bundle"]
                    try Program("/usr/bin/umoci", words).run().succeeded()
                    #expect(try HostFile.text("\(directory)/bundle/rootfs/usr/share/layers/replaced") == "upper")
                }
                let id = try user.skiff.inspect("busybox")["Id"]
                try RegistryUser.with { other in
                    try other.skiff.run("pull", name).succeeded()
                    #expect(try other.skiff.inspect(name)["Id"] == id)
                }
            }
        }

        @Test("uploads no layer that the repository has")
        func again() throws {
            try withFixture { registry, user in
                let name = "\(registry.host)/busybox"
                try user.skiff.run("tag", "busybox", name).succeeded()
                try user.skiff.run("push", name).succeeded()
                let before = try uploads(registry)
                #expect(before > 0)
                let result = try user.skiff.run("push", name).succeeded()
                #expect(try uploads(registry) == before)
                #expect(result.text.contains("Layer already exists"), "\(result)")
            }
        }

        @Test("lets the registry mount layers that another of its repositories has")
        func mount() throws {
            try withFixture { registry, user in
                for name in ["\(registry.host)/first", "\(registry.host)/second"] {
                    try user.skiff.run("tag", "busybox", name).succeeded()
                }
                try user.skiff.run("push", "\(registry.host)/first").succeeded()
                let before = try uploads(registry)
                let result = try user.skiff.run("push", "\(registry.host)/second").succeeded()
                #expect(try uploads(registry) == before, "\(result)")
                // The first push may ask for the second name, too, which the registry doesn't know so far.
                let mounts = try registry.requests().filter {
                    $0.path.hasPrefix("/v2/second/") && $0.path.contains("mount=")
                }
                #expect(!mounts.isEmpty && mounts.allSatisfy { $0.status == 201 }, "\(mounts)")
                #expect(result.text.contains("Mounted from first"), "\(result)")
                #expect(try Skopeo.inspect("\(registry.host)/second")["Os"].string == "linux")
            }
        }

        @Test("gives back the same digest that was pulled")
        func sameDigest() throws {
            try withFixture { registry, user in
                try Skopeo.push(.debian, to: registry)
                let digest = try Skopeo.inspect("\(registry.host)/debian")["Digest"]
                try user.skiff.run("pull", "\(registry.host)/debian").succeeded()
                try user.skiff.run("tag", "\(registry.host)/debian", "\(registry.host)/copy").succeeded()
                try user.skiff.run("push", "\(registry.host)/copy").succeeded()
                #expect(try Skopeo.inspect("\(registry.host)/copy")["Digest"] == digest)
            }
        }

        @Test("of what is not there, or to where nobody is, is refused in a sentence")
        func refusals() throws {
            try withFixture { registry, user in
                try user.skiff.expectRefusal(["push", "\(registry.host)/absent"], 1, ["\(registry.host)/absent"])
                try user.skiff.run("tag", "busybox", "127.0.0.1:1/busybox").succeeded()
                try user.skiff.expectRefusal(["push", "127.0.0.1:1/busybox"], 1, ["127.0.0.1:1", "refused"])
            }
        }
    }
}

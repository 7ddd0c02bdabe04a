import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("A mirror of a registry")
    struct MirrorTests {
        @Test("is asked first, and the registry itself for what it lacks")
        func mirror() throws {
            try RealRegistry.serve { origin in
                try Skopeo.push(.busybox, to: origin)
                try Skopeo.push(.probe, to: origin)
                try RealRegistry.serve { mirror in
                    try Skopeo.push(.busybox, to: mirror)
                    let settings: JSON = [origin.host: ["mirrors": [.string(mirror.host)]]]
                    try RegistryUser.with(settings: settings) { user in
                        let before = try origin.requests().count
                        try user.skiff.run("pull", "\(origin.host)/busybox").succeeded()
                        #expect(try origin.requests().count == before)
                        try user.skiff.run("pull", "\(origin.host)/probe").succeeded()
                        #expect(try origin.requests().count > before)
                        #expect(try user.skiff.inspect("\(origin.host)/busybox")["Id"] != .null)
                    }
                }
            }
        }

        @Test("that does not listen is passed over")
        func deadMirror() throws {
            try RealRegistry.serve { origin in
                try Skopeo.push(.busybox, to: origin)
                // Port 1 (tcpmux) is nobody's nowadays.
                let settings: JSON = [origin.host: ["mirrors": ["127.0.0.1:1"]]]
                try RegistryUser.with(settings: settings) { user in
                    let start = ContinuousClock.now
                    try user.skiff.run("pull", "\(origin.host)/busybox").succeeded()
                    #expect(start.duration(to: .now) < .seconds(3))
                }
            }
        }

        @Test("that fetches what it is asked for is a registry like another")
        func pullThrough() throws {
            try RealRegistry.serve { origin in
                try Skopeo.push(.busybox, to: origin)
                try RealRegistry.serve(.init(origin: "http://\(origin.host)")) { mirror in
                    try RegistryUser.with { user in
                        let name = "\(mirror.host)/busybox"
                        try user.skiff.run("pull", name).succeeded()
                        #expect(try user.skiff.run("run", "--rm", name, "echo", "hello").text == "hello")
                    }
                }
            }
        }
    }
}

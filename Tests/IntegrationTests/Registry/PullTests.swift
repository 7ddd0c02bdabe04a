import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Pulling from a registry")
    struct PullTests {
        /// Blobs that the registry has given out whole or in part.
        private func fetches(_ registry: RealRegistry) throws -> [RealRegistry.LoggedRequest] {
            try registry.requests().filter { $0.method == "GET" && $0.path.contains("/blobs/") }
        }

        private func digest(of image: String) throws -> String {
            try #require(try Skopeo.inspect(image)["Digest"].string)
        }

        @Test("gets an image by its tag, which runs")
        func tag() throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry, as: "some/where/busybox:1.0")
                try RegistryUser.with { user in
                    let name = "\(registry.host)/some/where/busybox:1.0"
                    let result = try user.skiff.run("pull", name).succeeded()
                    let digest = try digest(of: name)
                    #expect(result.lines.first == "1.0: Pulling from some/where/busybox", "\(result)")
                    #expect(result.lines.contains("Digest: \(digest)"), "\(result)")
                    #expect(
                        result.lines.suffix(2) == ["Status: Downloaded newer image for \(name)", name], "\(result)")
                    #expect(!result.output.contains(0x1b) && !result.output.contains(13), "\(result)")
                    #expect(
                        try user.skiff.run("run", "--rm", name, "cat", "/usr/share/layers/replaced").text == "upper")
                    let again = try user.skiff.run("pull", name).succeeded()
                    #expect(again.text.contains("Status: Image is up to date for \(name)"), "\(again)")
                    #expect(try user.skiff.run("pull", "--quiet", name).text == name)
                }
            }
        }

        @Test("gets an image by its digest, and finds it by that")
        func byDigest() throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry)
                let digest = try digest(of: "\(registry.host)/busybox")
                try RegistryUser.with { user in
                    let name = "\(registry.host)/busybox@\(digest)"
                    try user.skiff.run("pull", name).succeeded()
                    #expect(try user.skiff.inspect(name)["RepoDigests"].strings == [name])
                    #expect(try user.skiff.run("run", "--rm", name, "echo", "hello").text == "hello")
                    let other = name.dropLast(4) + "0000"
                    let refusal = try user.skiff.run("pull", String(other))
                    #expect(refusal.exitCode == 1 && refusal.errorText.contains("no such"), "\(refusal)")
                }
            }
        }

        @Test("chooses this machine's image of an index, or the one for --platform")
        func platforms() throws {
            try RealRegistry.serve { registry in
                try PlatformIndex.push(to: registry, as: "many", for: ["amd64", "arm64"])
                try RegistryUser.with { user in
                    let name = "\(registry.host)/many"
                    try user.skiff.run("pull", name).succeeded()
                    #expect(try user.skiff.inspect(name)["Architecture"].string == ImageArchive.hostArchitecture)
                    for architecture in ["amd64", "arm64"] {
                        try user.skiff.run("pull", "--platform", "linux/\(architecture)", name).succeeded()
                        #expect(try user.skiff.inspect(name)["Architecture"].string == architecture)
                    }
                    let refusal = try user.skiff.run("pull", "--platform", "linux/riscv64", name)
                    #expect(refusal.exitCode == 1 && refusal.errorText.contains("riscv64"), "\(refusal)")
                }
            }
        }

        @Test("is what run does first when the image is absent, if it may")
        func run() throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry)
                try RegistryUser.with { user in
                    let name = "\(registry.host)/busybox:latest"
                    let refusal = try user.skiff.run("run", "--rm", "--pull", "never", name, "true")
                    #expect(refusal.exitCode == 125, "\(refusal)")
                    let first = try user.skiff.run("run", "--rm", name, "echo", "hello")
                    #expect(first.text == "hello", "\(first)")
                    #expect(first.errorText.hasPrefix("Unable to find image '\(name)' locally"), "\(first)")
                    let second = try user.skiff.run("run", "--rm", name, "echo", "hello")
                    #expect(second.text == "hello" && second.error.isEmpty, "\(second)")
                    let before = try registry.requests().count
                    try user.skiff.run("run", "--rm", "--pull", "always", name, "true").succeeded()
                    #expect(try registry.requests().count > before)
                }
            }
        }

        @Test("fetches no layer that the store has, wherever it came from")
        func knownLayers() throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry)
                try Skopeo.push(.busybox, to: registry, as: "other")
                try RegistryUser.with { user in
                    try user.skiff.run("pull", "\(registry.host)/busybox").succeeded()
                    let before = try fetches(registry).count
                    let result = try user.skiff.run("pull", "\(registry.host)/other").succeeded()
                    // The configuration, which is how the layers are known, may come again.
                    #expect(try fetches(registry).count <= before + 1)
                    #expect(result.text.contains("Already exists"), "\(result)")
                }
            }
        }

        @Test("names what is not there", arguments: ["absent", "busybox:absent"])
        func absent(name: String) throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.busybox, to: registry)
                try RegistryUser.with { user in
                    try user.skiff.run("images").succeeded()  // makes the state directory
                    try user.skiff.expectRefusal(["pull", "\(registry.host)/\(name)"], 1, [name, "no such"])
                }
            }
        }

        @Test("of the same image by several at once ends with one image and each layer fetched once")
        func together() throws {
            try RealRegistry.serve { registry in
                try Skopeo.push(.debian, to: registry)
                try RegistryUser.with { user in
                    let name = "\(registry.host)/debian"
                    let first = try user.skiff.start("pull", name)
                    let second = try user.skiff.start("pull", name)
                    let third = try user.skiff.start("pull", name)
                    try first.finish(within: .seconds(120)).succeeded()
                    try second.finish(within: .seconds(120)).succeeded()
                    try third.finish(within: .seconds(120)).succeeded()
                    #expect(try user.skiff.run("images", "-q").lines.count == 1)
                    let layers = try user.skiff.inspect(name)["RootFS"]["Layers"].elements.count
                    // Besides the layers each of the three asks for the configuration.
                    #expect(try fetches(registry).count <= layers + 3)
                    #expect(try user.skiff.run("system", "check").exitCode == 0)
                }
            }
        }

        @Test("asks for layers at the same time")
        func parallel() throws {
            let entries = (1...3).map { [TarEntry.file("file\($0)", "content \($0)")] }
            let archive = ImageArchive(layers: entries)
            let content = archive.registryContent()
            let layers = Set(archive.layers.map { "/v2/any/blobs/sha256:\($0)" })
            let meeting = Meeting(of: 2)
            try ScriptedRegistry.serve(
                content,
                script: { request in
                    // Nobody gets a layer before two are asked for.
                    if layers.contains(request.path) { meeting.attend() }
                    return nil
                }
            ) { registry in
                try RegistryUser.with { user in
                    try user.skiff.run("pull", "\(registry.host)/any").succeeded()
                    #expect(meeting.tookPlace)
                }
            }
        }
    }
}

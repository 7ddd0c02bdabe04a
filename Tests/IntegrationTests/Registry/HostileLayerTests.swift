import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    /// Layers that come with the right digest, and are hostile nevertheless.
    @Suite("A hostile layer from a registry")
    struct HostileLayerTests {
        /// A registry's image with this one layer.
        private func content(
            _ layer: [UInt8], type: String = "application/vnd.oci.image.layer.v1.tar", diffID: String? = nil
        ) -> RegistryContent {
            var content = RegistryContent()
            let digest = content.add(blob: layer)
            let configuration = Array(
                """
                {"architecture":"\(ImageArchive.hostArchitecture)","os":"linux","config":{},\
                "rootfs":{"type":"layers","diff_ids":["\(diffID ?? digest)"]}}
                """.utf8)
            let configurationDigest = content.add(blob: configuration)
            let manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"\(configurationDigest)",\
                "size":\(configuration.count)},\
                "layers":[{"mediaType":"\(type)","digest":"\(digest)","size":\(layer.count)}]}
                """
            content.add(manifest: Array(manifest.utf8), tag: "latest")
            return content
        }

        private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
            try Program("/bin/gzip", ["-c"]).run(input: bytes).succeeded().output
        }

        /// A file of 1 GiB in 1 MiB: gzip takes its parts one by one (RFC 1952, section 2.2).
        private func bomb() throws -> [UInt8] {
            var file = TarEntry.file("bomb")
            file.claimedSize = 1 << 30
            let zeros = try gzip([UInt8](repeating: 0, count: 16 << 20))
            let header = try gzip(Array(TarArchive.bytes([file])[..<512]))
            return try header + (0..<64).flatMap { _ in zeros } + gzip([UInt8](repeating: 0, count: 1024))
        }

        @Test("that is larger than the disk is refused, and what was unpacked is gone")
        func bombs() throws {
            let content = content(try bomb(), type: "application/vnd.oci.image.layer.v1.tar+gzip")
            try ScriptedRegistry.serve(content) { registry in
                try RegistryUser.with { user in
                    let idle = try user.skiff.program(["images"]).runMeasuringMemory().peakMemory
                    var pull: MeasuredResult?
                    var remains: [String] = []
                    try withOwnMounts {
                        let mount = ["-t", "tmpfs", "-o", "size=64m", "tmpfs", user.skiff.root]
                        try Program("/bin/mount", mount).run().succeeded()
                        pull = try user.skiff.program(["pull", "\(registry.host)/any"]).runMeasuringMemory()
                        remains = ["layers", "staging"].flatMap { HostFile.names(in: "\(user.skiff.root)/\($0)") }
                    }
                    let measured = try #require(pull)
                    #expect(measured.result.exitCode == 1, "\(measured)")
                    #expect(measured.result.errorText.contains("space"), "\(measured)")
                    #expect(measured.peakMemory - idle <= RegistryUser.memoryLimit, "\(measured), idle \(idle)")
                    #expect(remains.isEmpty, "\(remains)")
                }
            }
        }

        @Test("that unpacks to something else than the configuration says is refused")
        func wrongContent() throws {
            let layer = TarArchive.bytes([.file("file", "content")])
            let other = RegistryContent.digest(of: [0])
            try ScriptedRegistry.serve(content(layer, diffID: other)) { registry in
                try RegistryUser.with { user in
                    try user.expectRefusedPull(of: "\(registry.host)/any", [other])
                }
            }
        }

        @Test("that is not what its type says is refused", arguments: ["tar+gzip", "tar+zstd"])
        func wrongCompression(type: String) throws {
            let garbage = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
            let content = content(garbage, type: "application/vnd.oci.image.layer.v1.\(type)")
            try ScriptedRegistry.serve(content) { registry in
                try RegistryUser.with { user in
                    try user.expectRefusedPull(of: "\(registry.host)/any", ["layer"])
                }
            }
        }

        @Test("that is cut off is refused, though its digest is right")
        func truncated() throws {
            let whole = try gzip(TarArchive.bytes([.file("file", [UInt8](repeating: 7, count: 100_000))]))
            let content = content(
                Array(whole.dropLast(20)), type: "application/vnd.oci.image.layer.v1.tar+gzip",
                diffID: RegistryContent.digest(of: [0]))
            try ScriptedRegistry.serve(content) { registry in
                try RegistryUser.with { user in
                    try user.expectRefusedPull(of: "\(registry.host)/any", ["layer"])
                }
            }
        }

        @Test("whose entries lead out of it changes nothing outside")
        func escape() throws {
            try withTemporaryDirectory { outside in
                let canary = try Canary(in: outside)
                let layer = TarArchive.bytes([
                    .symbolicLink("way", to: outside), .file("way/passwd", "owned"),
                    .file("../../../../../../..\(outside)/shadow", "owned"), .hardLink("null", to: "\(outside)/null"),
                ])
                try ScriptedRegistry.serve(content(layer)) { registry in
                    try RegistryUser.with { user in
                        _ = try user.skiff.run("pull", "\(registry.host)/any")
                        try canary.expectIntact()
                    }
                }
            }
        }
    }
}

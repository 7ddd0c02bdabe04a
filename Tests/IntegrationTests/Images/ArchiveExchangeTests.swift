import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Archives that others read, and write")
    struct ArchiveExchangeTests {
        @Test(
            "skopeo copies what is saved, by either of its lists, to either of its archives",
            arguments: ["docker-archive", "oci-archive"], ["docker-archive", "oci-archive"])
        func skopeo(reader: String, writer: String) throws {
            try withTemporaryDirectory { directory in
                try ExchangedImage.busybox.exchange(in: directory) { archive, answer, _ in
                    let tag = reader == "docker-archive" ? "exchanged:busybox" : "busybox"
                    let words = ["\(reader):\(archive):\(tag)", "\(writer):\(answer):docker.io/library/back:1"]
                    try Program("skopeo", ["--insecure-policy", "copy", "-q"] + words).run().succeeded()
                    return "back:1"
                }
            }
        }

        @Test("umoci unpacks what is saved, and its layout is loaded")
        func umoci() throws {
            try withTemporaryDirectory { directory in
                try ExchangedImage.busybox.exchange(in: directory) { archive, answer, id in
                    let script = """
                        cd \(directory) && mkdir out && tar -xf \(archive) -C out && umoci stat --image out:busybox \
                        && umoci unpack --image out:busybox bundle && grep -q upper bundle/rootfs/usr/share/layers/replaced \
                        && umoci tag --image out:busybox mine && umoci rm --image out:busybox \
                        && rm out/manifest.json out/repositories && tar -C out -cf \(answer) .
                        """
                    try Program("sh", ["-c", script]).run().succeeded()
                    return id
                }
            }
        }
    }
}

extension IntegrationTests.DockerTests {
    @Test("docker loads what is saved, and what it saves is the same image")
    func exchange() throws {
        let docker = EngineScope<DockerFixture>.current()
        // The other one has a layer in zstd, which Docker reads since version 23.
        let image = ExchangedImage.busybox
        try image.exchange(in: docker.place.path) { archive, answer, id in
            #expect(try docker.run("load", "-i", archive).succeeded().text == "Loaded image: \(image.name)")
            #expect(try docker.run("image", "inspect", "--format", "{{.Id}}", image.name).text == id)
            try docker.run("save", "-o", answer, image.name).succeeded()
            return image.name
        }
    }
}

extension IntegrationTests.PodmanTests {
    @Test(
        "podman loads what is saved, and what it saves is the same image",
        arguments: [ExchangedImage.busybox, .debian])
    func exchange(image: ExchangedImage) throws {
        try image.exchange(in: podman.place.path) { archive, answer, id in
            // A name without a registry is podman's own, or Docker Hub's, by its configuration.
            let loaded = try podman.run("load", "-i", archive).succeeded().text
            let name = loaded.split(separator: " ").last.map(String.init) ?? ""
            #expect(name.hasSuffix("/\(image.name)"), "\(loaded)")
            #expect(try podman.run("image", "inspect", "--format", "{{.Id}}", name).text == id.dropFirst(7))
            // Its docker-archive has no layers in zstd.
            let format = image.fixture == .debian ? "oci-archive" : "docker-archive"
            try podman.run("save", "-q", "--format", format, "-o", answer, name).succeeded()
            return name
        }
    }
}

extension IntegrationTests.ContainerdTests {
    @Test(
        "containerd imports what is saved, and what it exports is the same image",
        arguments: [ExchangedImage.busybox, .debian])
    func exchange(image: ExchangedImage) throws {
        let containerd = EngineScope<ContainerdFixture>.current()
        try image.exchange(in: containerd.place.path) { archive, answer, _ in
            let name = "docker.io/library/\(image.name)"
            try containerd.run("image", "import", archive).succeeded()
            #expect(try containerd.run("image", "list", "-q").lines.contains(name))
            try containerd.run("image", "export", answer, name).succeeded()
            return image.name
        }
    }
}

import TestSupport
import Testing

extension IntegrationTests {
    @Suite("The list of images, and what leaves it")
    struct RemoveTests {
        @Test("images are listed with Docker's columns, and found by name")
        func list() throws {
            try Skiff.withOwnRoot(images: [.busybox, .probe]) { skiff in
                let lines = try skiff.run("images").lines
                #expect(lines.first?.split(separator: " ", maxSplits: 4).prefix(2) == ["REPOSITORY", "TAG"])
                #expect(Set(lines.dropFirst().map { $0.prefix { $0 != " " } }) == ["busybox", "probe"])
                let rows = try skiff.run("images", "--no-trunc", "--format", "json", "probe").lines.map {
                    try JSON(parsing: $0)
                }
                #expect(rows.map { $0["Repository"].string } == ["probe"])
                #expect(try rows.first?["ID"] == skiff.inspect("probe")["Id"])
                #expect(try skiff.run("images", "-q", "absent").output.isEmpty)
            }
        }

        @Test("an image that is removed leaves nothing, and the layers that others share stay")
        func remove() throws {
            try Skiff.withOwnRoot(images: [.busybox]) { skiff in
                let before = try HostSnapshot(of: skiff)
                try skiff.load(.probe)
                let result = try skiff.run("rmi", "probe")
                #expect(result.lines.first == "Untagged: probe:latest")
                #expect(result.lines.contains { $0.hasPrefix("Deleted: sha256:") })
                try skiff.expectHost(unchangedSince: before)
                #expect(try skiff.run("run", "--rm", "busybox", "true").exitCode == 0)
                try skiff.run("rmi", "busybox").succeeded()
                #expect(HostFile.names(in: "\(skiff.root)/layers") == [])
                #expect(HostFile.names(in: "\(skiff.root)/blobs/sha256") == [])
            }
        }

        @Test("the last name of an image stays while a container runs of it; of a stopped one it goes by force")
        func inUse() throws {
            try Skiff.withOwnRoot { skiff in
                let id = try skiff.inspect("busybox")["Id"].string ?? ""
                try skiff.withContainer([], ["sh", "-c", "while sleep 0.1; do ls /bin >/dev/null || exit 1; done"]) {
                    container in
                    for flags in [[], ["--force"]] {
                        let refusal = try skiff.run(["rmi"] + flags + ["busybox"])
                        #expect(refusal.exitCode == 1)
                        #expect(refusal.errorText.contains("(cannot be forced)"))
                        #expect(refusal.errorText.contains(container.name))
                    }
                    try skiff.run("tag", "busybox", "other").succeeded()
                    #expect(try skiff.run("rmi", "other").lines == ["Untagged: other:latest"])
                    try skiff.run("stop", "-t", "0", container.name).succeeded()
                    #expect(try skiff.run("rmi", "busybox").errorText.contains("(must force)"))
                    #expect(try skiff.run("rmi", "-f", "busybox").lines == ["Untagged: busybox:latest"])
                    #expect(try skiff.inspect(id)["Id"].string == id)
                    #expect(try skiff.run("image", "prune", "--force").text == "Total reclaimed space: 0B")
                }
                let pruned = try skiff.run("image", "prune", "--force").lines
                #expect(pruned.contains("deleted: \(id)"))
                #expect(HostFile.names(in: "\(skiff.root)/layers") == [])
            }
        }

        @Test("an unknown image is refused by name, and doesn't keep the others")
        func unknown() throws {
            try Skiff.withOwnRoot { skiff in
                let result = try skiff.run("rmi", "absent", "busybox")
                #expect(result.exitCode == 1)
                #expect(result.errorText.contains("absent"))
                #expect(try skiff.run("images", "-q").output.isEmpty)
                let forced = try skiff.run("rmi", "--force", "absent")
                #expect(forced.exitCode == 0 && forced.errorText.contains("no image absent"), "\(forced)")
            }
        }
    }
}

import TestSupport
import Testing

/// The busybox fixture under a name and with a compression of its own, on its way to another engine and back.
struct ExchangedImage: Sendable, CustomTestStringConvertible {
    /// As skopeo calls it.
    let compression: String
    var testDescription: String { compression }
    var name: String { "exchanged:\(compression)" }

    static let all = [ExchangedImage(compression: "gzip"), ExchangedImage(compression: "zstd")]

    /// Loads the image, saves it into an archive in the directory, lets the body give that to another engine
    /// and write what the engine saves to the path it is given, and loads that: it must be the same image.
    /// - Parameter body: gets the paths and the image's id; answers the name of the image that it saved.
    func exchange(in directory: String, _ body: (String, String, String) throws -> String) throws {
        let layout = "\(directory)/layout-\(compression)"
        let source = try "oci:\(Installation.layout(of: .busybox)):busybox:latest"
        let words = [
            "--insecure-policy", "copy", "-q", "--dest-compress-format", compression,
            "--dest-force-compress-format", source, "oci:\(layout):\(name)",
        ]
        try Program("skopeo", words).run().succeeded()
        try Skiff.withOwnRoot(images: []) { skiff in
            #expect(try skiff.run("load", "-i", layout).text == "Loaded image: \(name)")
            let before = try skiff.inspect(name)
            let archive = "\(directory)/saved-\(compression).tar"
            let answer = "\(directory)/answer-\(compression).tar"
            try skiff.run("save", "-o", archive, name).succeeded()
            let saved = try body(archive, answer, before["Id"].string ?? "")
            try skiff.run("rmi", name).succeeded()
            try skiff.run("load", "-i", answer).succeeded()
            let after = try skiff.inspect(saved)
            #expect(after["Id"] == before["Id"])
            #expect(after["RootFS"] == before["RootFS"])
            #expect(try skiff.run("run", "--rm", saved, "cat", "/usr/share/layers/replaced").text == "upper")
            #expect(try skiff.run("system", "check").exitCode == 0)
        }
    }
}

import TestSupport
import Testing

/// A fixture under a name of its own, on its way to another engine and back.
struct ExchangedImage: Sendable, CustomTestStringConvertible {
    let fixture: FixtureImage
    /// What shows that all layers are there, and what it prints.
    let command: [String]
    let output: String
    var testDescription: String { fixture.rawValue }
    var tag: String { fixture.rawValue }
    var name: String { "exchanged:\(tag)" }

    static let busybox = ExchangedImage(
        fixture: .busybox, command: ["cat", "/usr/share/layers/replaced"], output: "upper")
    /// Its layers are compressed with gzip, with zstd, and not at all.
    static let debian = ExchangedImage(fixture: .debian, command: ["python3", "-c", "print(6 * 7)"], output: "42")

    /// Saves the image into an archive in the directory, lets the body give that to another engine and write
    /// what that engine saves to the path it is given, and loads it: it must be the same image.
    /// - Parameter body: gets the paths and the image's id; answers the name of the image that it saved.
    func exchange(in directory: String, _ body: (String, String, String) throws -> String) throws {
        try Skiff.withOwnRoot(images: [fixture]) { skiff in
            try skiff.run("tag", fixture.rawValue, name).succeeded()
            let before = try skiff.inspect(name)
            let archive = "\(directory)/saved-\(tag).tar"
            let answer = "\(directory)/answer-\(tag).tar"
            try skiff.run("save", "-o", archive, name).succeeded()
            let saved = try body(archive, answer, before["Id"].string ?? "")
            try skiff.run("rmi", name, fixture.rawValue).succeeded()
            try skiff.run("load", "-i", answer).succeeded()
            let after = try skiff.inspect(saved)
            #expect(after["Id"] == before["Id"])
            #expect(after["RootFS"] == before["RootFS"])
            #expect(try skiff.run(["run", "--rm", saved] + command).text == output)
            #expect(try skiff.run("system", "check").exitCode == 0)
        }
    }
}

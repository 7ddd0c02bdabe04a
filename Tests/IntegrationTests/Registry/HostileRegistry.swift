import RegistryFixtures
import TestSupport
import Testing

/// A registry with one image, `hostile`, that lies about a part of it.
struct HostileRegistry: Sendable, CustomTestStringConvertible {
    /// What can be lied about.
    enum Part: Sendable {
        case manifest
        case configuration
        case layer
        /// Whatever is asked.
        case everything
    }

    /// What the registry does, to be read after "that".
    let testDescription: String
    /// What the sentence about it has to say.
    let fragments: [String]
    private let part: Part
    private let answer: @Sendable (Request, [UInt8]) -> Answer?

    /// - Parameters:
    ///   - part: what is lied about.
    ///   - answer: given what was asked and the part's true bytes.
    init(
        _ description: String, _ fragments: [String], about part: Part,
        _ answer: @escaping @Sendable (Request, [UInt8]) -> Answer?
    ) {
        testDescription = description
        self.fragments = fragments
        self.part = part
        self.answer = answer
    }

    /// The image: one small layer.
    static let image = ImageArchive(layers: [[.file("file", "some content of the layer")]])

    /// The text of a manifest, its proper parts changed. No digest vouches for it under a tag.
    static func manifest(_ edit: (String) -> String) -> Answer {
        let archive = ImageArchive(layers: [[.file("file", "some content of the layer")]], manifestEdit: edit)
        return manifest(archive.blobs[archive.manifest] ?? [])
    }

    /// Bytes in the place of a manifest.
    static func manifest(
        _ bytes: [UInt8], type: String = "application/vnd.oci.image.manifest.v1+json"
    ) -> Answer {
        .status(200, ["Content-Type: \(type)"], body: bytes)
    }

    /// Runs the body while the registry answers.
    func serve(_ body: (ScriptedRegistry) throws -> Void) throws {
        try ScriptedRegistry.serve(
            Self.image.registryContent(),
            script: { [part, answer] request in
                let digest: String
                switch part {
                case .everything: return answer(request, [])
                case .manifest:
                    guard request.path == "/v2/hostile/manifests/latest" else { return nil }
                    digest = Self.image.manifest
                case .configuration: digest = Self.image.config
                case .layer: digest = Self.image.layers[0]
                }
                guard part == .manifest || request.path == "/v2/hostile/blobs/sha256:\(digest)" else { return nil }
                return answer(request, Self.image.blobs[digest] ?? [])
            }, body)
    }
}

extension RegistryUser {
    /// The most memory that a command of ours may take beyond what an idle one takes, in bytes.
    static let memoryLimit = 64 << 20

    /// Expects that a pull is refused in one sentence with these fragments,
    /// within bounds of memory, and leaves nothing in the state directory.
    func expectRefusedPull(
        of name: String, _ fragments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let idle = try skiff.program(["images"]).runMeasuringMemory().peakMemory
        let before = try HostSnapshot(of: skiff)
        let outside = try TreeSnapshot(of: home)
        let measured = try skiff.program(["pull", name]).runMeasuringMemory()
        let result = measured.result
        #expect(result.exitCode == 1, "\(result)", sourceLocation: sourceLocation)
        for fragment in fragments {
            #expect(result.errorText.contains(fragment), "\(result)", sourceLocation: sourceLocation)
        }
        expectSentence(result, sourceLocation)
        #expect(
            measured.peakMemory - idle <= Self.memoryLimit, "\(measured.peakMemory) bytes, idle \(idle)",
            sourceLocation: sourceLocation)
        #expect(try TreeSnapshot(of: home) == outside, sourceLocation: sourceLocation)
        try skiff.expectHost(unchangedSince: before, sourceLocation: sourceLocation)
    }

    /// One line for people, which steers no terminal.
    private func expectSentence(_ result: ProgramResult, _ sourceLocation: SourceLocation) {
        let sentence = result.errorText
        #expect(!sentence.isEmpty && !sentence.contains("\n"), "\(sentence)", sourceLocation: sourceLocation)
        #expect(sentence.utf8.count < 600, "\(sentence)", sourceLocation: sourceLocation)
        #expect(
            !sentence.contains("Error(") && !sentence.contains("Fatal"), "\(sentence)", sourceLocation: sourceLocation)
        let controls = (result.output + result.error).filter { $0 < 0x20 && $0 != 10 || $0 == 0x7f }
        #expect(controls.isEmpty, "\(controls)", sourceLocation: sourceLocation)
    }
}

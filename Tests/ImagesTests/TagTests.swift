import ArchiveFixtures
import OCI
import Testing

@testable import Images

@Suite("names and history", .requiresRoot)
struct TagTests {
    @Test("a new name leads to the image, and one that another image had moves")
    func tag() throws {
        try withStore { test in
            let first = try SampleImage([[Item("a", text: "1")]], names: ["a"])
            let second = try SampleImage([[Item("a", text: "2")]], names: ["b"])
            try test.load(first.dockerArchive())
            try test.load(second.dockerArchive())
            try test.store.tag("a", as: "localhost:5000/x/y")
            #expect(try test.store.find("localhost:5000/x/y:latest").id == first.id)
            try test.store.tag(String(second.id.short), as: "a:latest")
            #expect(try test.store.find("a").id == second.id)
            #expect(try test.store.find(first.id.text).tags.map(\.familiar) == ["localhost:5000/x/y:latest"])
        }
    }

    @Test(
        "a name that cannot be given is refused",
        arguments: ["A", "a:", "a@sha256:\(String(repeating: "0", count: 64))", "", String(repeating: "a", count: 64)])
    func refused(target: String) throws {
        try withStore { test in
            try test.load(SampleImage([[Item("a")]], names: ["a"]).dockerArchive())
            let error = #expect(throws: ImageError.self) { try test.store.tag("a", as: target) }
            #expect(error?.kind == .invalid)
            #expect(#expect(throws: ImageError.self) { try test.store.tag("b", as: "c") }?.kind == .notFound)
        }
    }

    /// How many layers an image has, what its history says of them, and what comes of both, the last step first.
    struct Form: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let layerSizes: [Int64]
        let told: [ImageConfig.HistoryEntry]?
        let steps: [String]
    }

    @Test(
        "history tells each step with the size of its layer",
        arguments: [
            Form(
                testDescription: "as a build writes it", layerSizes: [3, 5],
                told: [
                    .init(createdBy: "ADD"), .init(createdBy: "ENV", emptyLayer: true),
                    .init(createdBy: "RUN", comment: "c"),
                ], steps: ["RUN 5 c", "ENV 0 ", "ADD 3 "]),
            Form(testDescription: "none", layerSizes: [3, 5], told: nil, steps: [" 5 ", " 3 "]),
            Form(
                testDescription: "less than there are layers", layerSizes: [3, 5, 7],
                told: [.init(createdBy: "RUN")], steps: ["RUN 7 ", " 5 ", " 3 "]),
            Form(
                testDescription: "more than there are layers", layerSizes: [3],
                told: [.init(createdBy: "ADD"), .init(createdBy: "RUN")], steps: ["RUN 0 ", "ADD 3 "]),
            Form(testDescription: "of an empty image", layerSizes: [], told: [], steps: []),
        ])
    func history(form: Form) {
        let config = ImageConfig(architecture: "amd64", rootfs: .init(diffIDs: []), history: form.told)
        let steps = [HistoryStep](config, layerSizes: form.layerSizes)
        #expect(steps.map { "\($0.createdBy) \($0.size) \($0.comment)" } == form.steps)
    }

    @Test("the last step has the image's id and names")
    func top() throws {
        try withStore { test in
            let image = try SampleImage([[Item("a", text: "12345")], [Item("b", text: "1")]], names: ["a", "b:1"])
            try test.load(image.dockerArchive())
            let steps = try test.store.history(of: "b:1")
            #expect(try steps.map(\.id) == [image.id, nil])
            #expect(steps.map(\.size) == [1, 5])
            #expect(steps[0].tags.map(\.familiar) == ["a:latest", "b:1"] && steps[1].tags.isEmpty)
        }
    }
}

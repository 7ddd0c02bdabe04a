import ArchiveFixtures
import OCI
import StateStore
import Testing

@testable import Images

@Suite("several processes", .requiresRoot)
struct ConcurrencyTests {
    @Test("one image loaded by several processes at once is there once")
    func loadingAtOnce() throws {
        try withStore { test in
            let sample = try SampleImage([
                (0..<200).map { Item("file-\($0)", text: "content \($0)") }, [Item("upper", text: "upper")],
            ])
            try write(sample.dockerArchive(), to: "\(test.path)/archive")
            let loader = AnotherProcess("loadAsAnotherProcess", in: test.path).command
            try shell("\(loader) & a=$!; \(loader) & b=$!; \(loader) & c=$!; wait $a && wait $b && wait $c")
            #expect(try test.store.list().map(\.id) == [sample.id])
            #expect(try test.leftovers().filter { !$0.hasPrefix("blobs") }.sorted() == ["layers/1", "layers/2"])
            #expect(try read(test.path(of: "file-199", in: "sample:1")) == "content 199")
        }
    }

    @Test("the part of the test above that runs in processes of its own", .isAnotherProcess)
    func loadAsAnotherProcess() throws {
        let path = try #require(AnotherProcess.path)
        let store = try ImageStore(StateStore(path: "\(path)/state"))
        for _ in 0..<10 {
            try #require(store.load(path: "\(path)/archive").count == 1)
        }
    }
}

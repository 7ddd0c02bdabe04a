@testable import Engine
import LinuxSystem
import OCI
import Testing

@Suite("The filters of images")
struct ImageFilterTests {
    private func filter(_ options: String...) throws -> ImageFilter {
        var filter = ImageFilter()
        for option in options { try filter.add(option: option, allowed: ImageFilter.Key.allCases) }
        return filter
    }

    private func config(_ labels: [String: String]?) -> ImageConfig {
        ImageConfig(architecture: "amd64", config: ContainerDefaults(labels: labels), rootfs: .init(diffIDs: []))
    }

    @Test("labels are asked for by name or by value, all of them, or may not be there")
    func labels() throws {
        let image = config(["stage": "test", "team": "a=b"])
        #expect(try filter("label=stage").fits(image))
        #expect(try filter("label=stage=test", "label=team=a=b").fits(image))
        #expect(try !filter("label=stage=test", "label=no").fits(image))
        #expect(try !filter("label=stage=other").fits(image))
        #expect(try !filter("label!=stage").fits(image))
        #expect(try filter("label!=stage=other", "label!=no").fits(image))
        #expect(try !filter("label=stage").fits(config(nil)))
        #expect(try filter("label!=stage").fits(config(nil)))
    }

    @Test("a time is a duration back from now, seconds, a moment or a day")
    func times() throws {
        let now = Timestamp.now()
        let anHourAgo = Timestamp(nanoseconds: now.nanoseconds - 3600 * 1_000_000_000)
        #expect(try filter("until=59m").isOldEnough(anHourAgo))
        #expect(try !filter("until=1h30m").isOldEnough(anHourAgo))
        #expect(try filter("until=0.5h").isOldEnough(anHourAgo))
        #expect(try filter("until=\(now.nanoseconds / 1_000_000_000)").isOldEnough(anHourAgo))
        #expect(try !filter("until=1000").isOldEnough(anHourAgo))
        for text in ["2001-01-01", "2001-01-01T00:00", "2001-01-01T00:00:00", "2001-01-01T00:00:00+01:00"] {
            #expect(try !filter("until=\(text)").isOldEnough(anHourAgo))
        }
        // What doesn't say when it was made is old, as for Docker.
        #expect(try filter("until=2001-01-01").isOldEnough(nil))
        #expect(try filter("until=99999999999999999h").isOldEnough(anHourAgo) == false)
    }

    @Test(
        "what makes no sense is refused with what there is",
        arguments: [
            "dangling", "dangling=x", "until=", "until=yesterday", "until=1x", "until=h", "colour=red", "=x", "",
        ])
    func refuses(option: String) {
        let error = #expect(throws: InvalidOption.self) { try filter(option) }
        #expect(error?.description.isEmpty == false)
    }

    @Test("a command knows its own filters")
    func allowed() {
        var filter = ImageFilter()
        #expect(throws: InvalidOption.self) { try filter.add(option: "label!=x", allowed: ImageFilter.forLists) }
        #expect(throws: InvalidOption.self) { try filter.add(option: "since=x", allowed: ImageFilter.forPruning) }
        #expect(filter.isEmpty)
    }

    @Test(
        "a name is meant by its short form or in full, with a tag or without, or by a pattern",
        arguments: [
            ("busybox", "busybox:latest", true), ("busybox:latest", "busybox:latest", true),
            ("busybox:1", "busybox:latest", false), ("busy*", "busybox:latest", true), ("b?sybox", "busybox", true),
            ("[a-c]usybox", "busybox", true), ("[^a-c]usybox", "busybox", false), ("[usybox", "busybox", false),
            ("docker.io/library/busybox", "busybox:1", true), ("docker.io/library/*:1", "busybox:1", true),
            ("team/*", "team/a/b:1", false), ("*/*", "team/a:1", true), ("*", "team/a:1", false), ("*", "a:1", true),
            ("*:1", "a:1", true), ("*:2", "a:1", false), ("localhost:5000/*", "localhost:5000/x", true),
            ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("", "a", false), ("\\*", "a", false),
        ])
    func patterns(_ example: (pattern: String, name: String, matches: Bool)) throws {
        // Upper case stands for any text here; in names there is none.
        let name = try ImageReference(parsing: example.name.lowercased())
        #expect(ReferencePattern(example.pattern).matches(name) == example.matches)
    }

    @Test("a pattern of many stars takes no longer than its length times the text's")
    func stars() {
        let text = Array(repeating: UInt8(ascii: "a"), count: 200)
        let pattern = Array((String(repeating: "*a", count: 100) + "b").utf8)
        #expect(!Glob.matches(text[...], pattern[...]))
    }
}

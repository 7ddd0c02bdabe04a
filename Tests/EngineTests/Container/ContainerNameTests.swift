import Engine
import Testing

@Suite("Container names and ids")
struct ContainerNameTests {
    @Test("ordinary names are taken", arguments: ["web", "a1", "Web_1.2-x", "0a"])
    func good(text: String) throws {
        #expect(try ContainerName(parsing: text).description == text)
    }

    @Test(
        "what Docker refuses is refused",
        arguments: ["", "a", "-web", ".web", "_web", "we b", "a/b", "../x", "wéb", "web\n", "/web", "a\u{1b}[2J"])
    func bad(text: String) {
        let error = #expect(throws: EngineError.self) { try ContainerName(parsing: text) }
        #expect(error?.kind == .invalid)
    }

    @Test("a random id is 64 hexadecimal digits, and another each time")
    func randomIDs() {
        let one = ContainerID.random()
        #expect(ContainerID(parsing: one.description) == one)
        #expect(one != ContainerID.random())
        #expect(one.short == one.description.prefix(12))
    }

    @Test("what is no id is refused", arguments: ["", "0123456789ab", String(repeating: "A", count: 64)])
    func badIDs(text: String) {
        #expect(ContainerID(parsing: text) == nil)
    }
}

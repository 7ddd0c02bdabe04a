import Images
import OCI
import Testing

@Suite("Dockerfile instructions as changes")
struct ConfigChangeTests {
    private func changed(_ changes: String...) throws -> ContainerDefaults {
        var defaults = ContainerDefaults()
        for change in changes { try defaults.apply(change: change) }
        return defaults
    }

    @Test("a health check has a command, for the shell or not, and flags")
    func healthcheck() throws {
        let check = try #require(
            try changed("HEALTHCHECK --interval=1m30s --timeout=500ms --retries=3 CMD curl -f x").healthcheck)
        #expect(check.test == ["CMD-SHELL", "curl -f x"])
        #expect([check.interval, check.timeout] == [90_000_000_000, 500_000_000])
        #expect(check.retries == 3 && check.startPeriod == nil)
        #expect(try changed(#"healthcheck cmd ["a", "b"]"#).healthcheck?.test == ["CMD", "a", "b"])
        #expect(try changed("HEALTHCHECK NONE").healthcheck?.test == ["NONE"])
    }

    @Test("instructions for later builds are kept in order")
    func triggers() throws {
        #expect(try changed("ONBUILD RUN a", "ONBUILD COPY . /b").onBuild == ["RUN a", "COPY . /b"])
    }

    @Test(
        "what Docker refuses is refused",
        arguments: [
            "HEALTHCHECK CMD", "HEALTHCHECK true", "HEALTHCHECK --interval=5 CMD x", "HEALTHCHECK --every=5s CMD x",
            "HEALTHCHECK --retries=-1 CMD x", "HEALTHCHECK --timeout=1us CMD x", "ONBUILD ONBUILD RUN x",
            "ONBUILD FROM x", "ONBUILD", "RUN x",
        ])
    func refusals(change: String) {
        let error = #expect(throws: ImageError.self) { try changed(change) }
        #expect("\(error, default: "")".contains(change))
    }
}

import JSON
import Testing

@testable import Registry

@Suite("Docker's config.json")
struct DockerConfigurationTests {
    private func file(_ text: String) throws -> DockerConfiguration {
        try DockerConfiguration(jsonText: Array(text.utf8))
    }

    @Test(
        "has a registry's credentials under its name or an old client's address",
        arguments: [
            (#"{"auths": {"lab:5000": {"auth": "YTpiOmM="}}}"#, "lab:5000"),
            (#"{"auths": {"https://lab:5000/v2/": {"auth": "YTpiOmM="}}}"#, "lab:5000"),
            (#"{"auths": {"https://index.docker.io/v1/": {"auth": "YTpiOmM"}}}"#, "docker.io"),
            (#"{"auths": {"index.docker.io": {"username": "a", "password": "b:c"}}}"#, "docker.io"),
        ])
    func found(text: String, registry: String) throws {
        #expect(try file(text).credentials(for: registry) == .password(user: "a", password: "b:c"))
    }

    @Test("gives nobody another's credentials", arguments: ["lab", "lab:5001", "evil-lab:5000", "docker.io"])
    func notFound(registry: String) throws {
        #expect(try file(#"{"auths": {"https://lab:5000/": {"auth": "YTpi"}}}"#).credentials(for: registry) == nil)
    }

    @Test("may have tokens in the place of a password")
    func tokens() throws {
        let text = #"{"auths": {"a": {"auth": "YTpi", "identitytoken": "t"}, "b": {"registrytoken": "r"}, "c": {}}}"#
        #expect(try file(text).credentials(for: "a") == .identityToken("t"))
        #expect(try file(text).credentials(for: "b") == .registryToken("r"))
        #expect(try file(text).credentials(for: "c") == nil)
    }

    @Test("names the program for a registry before the one for all")
    func helpers() throws {
        let file = try file(#"{"credsStore": "all", "credHelpers": {"lab": "own", "plain": ""}}"#)
        #expect(try file.helper(for: "lab") == "own")
        #expect(try file.helper(for: "other") == "all")
        #expect(try file.helper(for: "plain") == nil)
    }

    @Test("keeps what it isn't asked to change")
    func unknown() throws {
        var file = try file(#"{"psFormat": "x", "auths": {"old": {"auth": "YTpi", "email": "e"}}, "n": 1.50}"#)
        try file.set(.password(user: "u", password: "p"), for: "docker.io")
        let text = String(decoding: file.text, as: UTF8.self)
        for part in [#""psFormat": "x""#, #""email": "e""#, "1.50", #""https://index.docker.io/v1/""#, #""dTpw""#] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(try file.removeCredentials(for: "docker.io"))
        #expect(try !file.removeCredentials(for: "docker.io"))
        #expect(try file.credentials(for: "old") != nil)
    }

    @Test(
        "that is damaged is refused with the field's path",
        arguments: [
            (#"{"auths": {"lab": {"auth": "YWI="}}}"#, "auths.lab.auth"), (#"{"auths": {"lab": 1}}"#, "auths.lab"),
            (#"{"credsStore": 1}"#, "credsStore"),
        ])
    func damaged(text: String, place: String) throws {
        let file = try file(text)
        let error = try #require(throws: RegistryError.self) {
            _ = try file.helper(for: "lab")
            _ = try file.credentials(for: "lab")
        }
        #expect("\(error)".contains(place), "\(error)")
    }
}

import JSON
import Testing

@testable import Registry

@Suite("registries.json")
struct RegistryConfigurationTests {
    private func configuration(_ text: String) throws -> RegistryConfiguration {
        try RegistryConfiguration(jsonText: Array(text.utf8))
    }

    @Test("says how each registry is reached")
    func settings() throws {
        let configuration = try configuration(
            #"{"registries": {"docker.io": {"mirrors": ["a:5000", "b"]}, "lab:5000": {"plainHTTP": true, "ca": "/x"}}}"#
        )
        #expect(configuration.settings(for: "docker.io").mirrors == ["a:5000", "b"])
        #expect(configuration.settings(for: "lab:5000").plainHTTP)
        #expect(configuration.settings(for: "lab:5000").ca == "/x")
        #expect(configuration.settings(for: "elsewhere") == RegistrySettings())
    }

    @Test(
        "is refused with the field's path when it has what isn't known or doesn't fit",
        arguments: [
            (#"{"registry": {}}"#, "registry: there is no such setting"),
            (#"{"registries": {"lab": {"plainHttp": true}}}"#, "registries.lab.plainHttp: there is no such setting"),
            (#"{"registries": {"lab": {"insecure": "yes"}}}"#, "registries.lab.insecure: expected true or false"),
            (#"{"registries": {"lab": {"clientKey": "/k"}}}"#, "registries.lab: clientCertificate and clientKey"),
        ])
    func refused(text: String, problem: String) throws {
        let error = try #require(throws: JSONError.self) { try configuration(text) }
        #expect("\(error)".hasPrefix(problem))
    }
}

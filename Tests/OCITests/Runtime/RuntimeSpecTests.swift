import FoundationEssentials
import OCI
import Testing

@Suite("RuntimeSpec")
struct RuntimeSpecTests {
    private func decode(_ text: String) throws -> RuntimeSpec {
        try JSONDecoder().decode(RuntimeSpec.self, from: Data(text.utf8))
    }

    @Test("a configuration with every field says the same after a round trip")
    func everyFieldIsKept() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let written = try encoder.encode(decode(completeConfiguration))
        let original = try JSONDecoder().decode(JSONValue.self, from: Data(completeConfiguration.utf8))
        let kept = try JSONDecoder().decode(JSONValue.self, from: written)
        #expect(kept.difference(from: original) == [])
    }

    @Test("fields arrive under the property that names them")
    func fieldsHaveTheirMeaning() throws {
        let spec = try decode(completeConfiguration)
        let process = try #require(spec.process)
        #expect(process.user.additionalGroupIDs == [5, 6])
        #expect(process.resourceLimits?.first?.hard == UInt64.max)
        #expect(process.capabilities?.ambient == ["CAP_NET_RAW"])
        #expect(spec.hooks?.prestart?.first?.timeout == 5)
        let linux = try #require(spec.linux)
        #expect(linux.namespaces?.map(\.type) == [.pid, .network, .mount, .ipc, .uts, .user, .cgroup, .time])
        #expect(linux.resources?.blockIO?.writeOperations?.first?.rate == 4)
        #expect(linux.seccomp?.systemCalls?.first?.arguments?.first?.value == UInt64.max)
        #expect(linux.intelRdt?.enableBandwidthMonitoring == false)
    }

    @Test("the smallest configuration leaves everything else absent")
    func absentStaysAbsent() throws {
        let text = #"{"ociVersion":"1.0.2"}"#
        #expect(String(decoding: try JSONEncoder().encode(decode(text)), as: UTF8.self) == text)
    }

    @Test("null stands for an absent field, as Go's engines write it")
    func nullIsAbsent() throws {
        let spec = try decode(
            #"{"ociVersion":"1.2.0","mounts":null,"process":{"user":{"uid":0,"gid":0},"cwd":"/","args":null}}"#)
        #expect(spec.mounts == nil)
        #expect(spec.process?.arguments == nil)
    }

    @Test("an unknown field is allowed")
    func unknownFieldsAreAllowed() throws {
        #expect(try decode(#"{"ociVersion":"1.2.0","windows":{"layerFolders":[]}}"#).version == "1.2.0")
    }

    @Test(
        "a value of the wrong shape is refused with the path of its field",
        arguments: [
            (#"{"process":{}}"#, ""),
            (#"{"ociVersion":"1.2.0","process":{"user":{"uid":"root","gid":0},"cwd":"/"}}"#, "process.user.uid"),
            (
                #"{"ociVersion":"1.2.0","linux":{"namespaces":[{"type":"pid"},{"type":"wat"}]}}"#,
                "linux.namespaces.1.type"
            ),
            (#"{"ociVersion":"1.2.0","linux":{"seccomp":{"defaultAction":"ALLOW"}}}"#, "linux.seccomp.defaultAction"),
            (#"{"ociVersion":"1.2.0","mounts":[{"destination":7}]}"#, "mounts.0.destination"),
        ])
    func errorsNameTheField(text: String, path: String) {
        #expect {
            try decode(text)
        } throws: { error in
            let context =
                switch error as? DecodingError {
                case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context),
                    .keyNotFound(_, let context):
                    context
                default: nil as DecodingError.Context?
                }
            return context?.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
                == path
        }
    }
}

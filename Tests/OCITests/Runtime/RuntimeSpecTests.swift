import JSON
import OCI
import Testing

@Suite("RuntimeSpec")
struct RuntimeSpecTests {
    private func read(_ text: String) throws(JSONError) -> RuntimeSpec {
        try RuntimeSpec(jsonText: Array(text.utf8))
    }

    @Test("a configuration with every field says the same after a round trip")
    func everyFieldIsKept() throws {
        let written = try read(completeConfiguration).json
        let original = try JSONValue(parsing: Array(completeConfiguration.utf8))
        #expect(try JSONValue(parsing: written).difference(from: original) == [])
        #expect(try RuntimeSpec(jsonText: written) == read(completeConfiguration))
    }

    @Test("fields arrive under the property that names them")
    func fieldsHaveTheirMeaning() throws {
        let spec = try read(completeConfiguration)
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

    @Test("a process and resources are read alone")
    func partsAlone() throws {
        let process = try RuntimeSpec.Process(
            jsonText: Array(#"{"user":{"uid":1,"gid":2},"args":["ls"],"cwd":"/"}"#.utf8))
        #expect(process.user == RuntimeSpec.User(userID: 1, groupID: 2))
        let resources = try RuntimeSpec.Resources(jsonText: Array(#"{"pids":{"limit":7}}"#.utf8))
        #expect(resources.processes?.limit == 7)
    }

    @Test("the smallest configuration leaves everything else absent")
    func absentStaysAbsent() throws {
        let text = #"{"ociVersion":"1.0.2"}"#
        #expect(String(decoding: try read(text).json, as: UTF8.self) == text)
    }

    @Test("null stands for an absent field, as Go's engines write it")
    func nullIsAbsent() throws {
        let spec = try read(
            #"{"ociVersion":"1.2.0","mounts":null,"process":{"user":{"uid":0,"gid":0},"cwd":"/","args":null}}"#)
        #expect(spec.mounts == nil)
        #expect(spec.process?.arguments == nil)
    }

    @Test("an unknown field is allowed")
    func unknownFieldsAreAllowed() throws {
        #expect(try read(#"{"ociVersion":"1.2.0","windows":{"layerFolders":[]}}"#).version == "1.2.0")
    }

    @Test(
        "a value that doesn't fit is refused with the path of its field",
        arguments: [
            (#"{"ociVersion":"1.2.0","process":{}}"#, "process.user: is required"),
            (#"{}"#, "ociVersion: is required"),
            (#"{"ociVersion":"1.2.0","root":{}}"#, "root.path: is required"),
            (
                #"{"ociVersion":"1.2.0","process":{"user":{"uid":4294967296,"gid":0},"cwd":"/"}}"#,
                "process.user.uid: 4294967296 is out of range: it has to be between 0 and 4294967295"
            ),
            (
                #"{"ociVersion":"1.2.0","linux":{"namespaces":[{"type":"pid"},{"type":"wat"}]}}"#,
                "linux.namespaces[1].type: unknown value \"wat\": it has to be "
                    + "pid, network, mount, ipc, uts, user, cgroup or time"
            ),
            (
                #"{"ociVersion":"1.2.0","linux":{"seccomp":{"defaultAction":7}}}"#,
                "linux.seccomp.defaultAction: expected a string, found a number"
            ),
            (
                #"{"ociVersion":"1.2.0","linux":{"sysctl":{"net.ipv4.ip_forward":1}}}"#,
                #"linux.sysctl["net.ipv4.ip_forward"]: expected a string, found a number"#
            ),
            (
                #"{"ociVersion":"1.2.0","mounts":[{"destination":"/\u0000"}]}"#,
                "line 1, column 50: a null character must not stand in a string here"
            ),
        ])
    func sentences(text: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error.map { "\($0)" } == sentence)
    }

    @Test("every field refuses a value of another type, and names itself")
    func everyFieldChecksItsType() throws {
        let original = try JSONValue(parsing: Array(completeConfiguration.utf8))
        let spoilt = original.spoilt()
        #expect(spoilt.count > 250)
        for (path, value) in spoilt {
            let error = #expect(throws: JSONError.self, "\(path)") { try RuntimeSpec(json: value) }
            #expect(error?.place == path)
        }
    }
}

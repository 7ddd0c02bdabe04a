import JSON
import OCI
import Testing

@Suite("RuntimeState")
struct RuntimeStateTests {
    @Test(
        "a state with runc's fields is written in runc's order, and read again", arguments: RuntimeState.Status.allCases
    )
    func complete(status: RuntimeState.Status) throws {
        let state = RuntimeState(
            version: "1.2.0", id: "box", status: status, pid: 42, bundle: "/bundle", annotations: ["b": "2", "a": "1"],
            root: "/bundle/rootfs", created: "2026-01-02T03:04:05.6Z", owner: "root")
        #expect(
            String(decoding: state.json, as: UTF8.self)
                == #"{"ociVersion":"1.2.0","id":"box","pid":42,"status":"\#(status.rawValue)","bundle":"/bundle","#
                + #""rootfs":"/bundle/rootfs","created":"2026-01-02T03:04:05.6Z","annotations":{"a":"1","b":"2"},"#
                + #""owner":"root"}"#)
        #expect(try RuntimeState(jsonText: state.json) == state)
    }

    @Test("the state that hooks are given has the specification's fields alone")
    func smallest() throws {
        let state = RuntimeState(version: "1.2.0", id: "box", status: .creating, bundle: "/bundle")
        #expect(
            String(decoding: state.json, as: UTF8.self)
                == #"{"ociVersion":"1.2.0","id":"box","status":"creating","bundle":"/bundle"}"#)
        #expect(try RuntimeState(jsonText: state.json) == state)
    }

    @Test("a state that is none is refused with its field")
    func unknown() {
        let error = #expect(throws: JSONError.self) {
            try RuntimeState(jsonText: Array(#"{"ociVersion":"1.2.0","id":"box","status":"gone","bundle":"/"}"#.utf8))
        }
        #expect(error?.place == "status")
    }
}

import JSON
import OCI
import Testing

@testable import Runtime

@Suite("A request for a further process")
struct ProcessRequestTests {
    private static let own = RuntimeSpec.Process(
        terminal: true, consoleSize: .init(height: 1, width: 2),
        user: RuntimeSpec.User(userID: 5, groupID: 6, additionalGroupIDs: [7]), arguments: ["own"],
        environment: ["A=1", "PATH=/bin", "HOME=/own"], workingDirectory: "/own",
        capabilities: RuntimeSpec.CapabilitySets(
            bounding: ["CAP_KILL"], effective: ["CAP_KILL"], inheritable: ["CAP_KILL"], permitted: ["CAP_KILL"],
            ambient: ["CAP_KILL"]),
        noNewPrivileges: true, oomScoreAdjustment: 9)

    private func variables(_ edit: (inout ProcessRequest) -> Void) -> [String]? {
        var request = ProcessRequest(container: "web", arguments: ["sh"])
        edit(&request)
        return request.process(from: Self.own).environment
    }

    @Test("that asks for nothing else has all but command and streams of the container's own")
    func plain() {
        var expected = Self.own
        expected.arguments = ["sh", "-c", "x"]
        expected.terminal = false
        expected.consoleSize = nil
        expected.capabilities = RuntimeSpec.CapabilitySets(
            bounding: ["CAP_KILL"], effective: [], inheritable: [], permitted: [], ambient: [])
        #expect(ProcessRequest(container: "web", arguments: ["sh", "-c", "x"]).process(from: Self.own) == expected)
    }

    @Test("overrides user, directory, terminal and rights")
    func overrides() {
        var request = ProcessRequest(container: "web", arguments: ["sh"])
        request.user = .init(RuntimeSpec.User(userID: 0, groupID: 3), home: nil)
        request.workingDirectory = "/tmp"
        request.terminal = true
        request.consoleSize = .init(height: 25, width: 80)
        request.capabilities = ["CAP_CHOWN"]
        let process = request.process(from: Self.own)
        #expect(process.user == RuntimeSpec.User(userID: 0, groupID: 3))
        #expect(process.workingDirectory == "/tmp" && process.terminal == true)
        #expect(process.consoleSize == .init(height: 25, width: 80))
        #expect(
            process.capabilities
                == RuntimeSpec.CapabilitySets(
                    bounding: ["CAP_CHOWN"], effective: ["CAP_CHOWN"], inheritable: [], permitted: ["CAP_CHOWN"],
                    ambient: []))
    }

    @Test("adds, replaces and removes variables")
    func variables() {
        #expect(variables { $0.environment = ["A=2", "B=3"] } == ["A=2", "PATH=/bin", "HOME=/own", "B=3"])
        #expect(variables { $0.environment = ["A"] } == ["PATH=/bin", "HOME=/own"])
        #expect(variables { $0.terminal = true } == ["A=1", "PATH=/bin", "HOME=/own", "TERM=xterm"])
        #expect(
            variables {
                $0.terminal = true
                $0.environment = ["TERM=vt100"]
            } == ["A=1", "PATH=/bin", "HOME=/own", "TERM=vt100"])
    }

    @Test("has the other user's home unless another one is asked for, and never none")
    func home() {
        let other = ProcessRequest.OtherUser(RuntimeSpec.User(userID: 1, groupID: 1), home: "/other")
        #expect(variables { $0.user = other } == ["A=1", "PATH=/bin", "HOME=/other"])
        #expect(
            variables {
                $0.user = other
                $0.environment = ["HOME=/asked"]
            } == ["A=1", "PATH=/bin", "HOME=/asked"])
        #expect(variables { $0.environment = ["HOME"] } == ["A=1", "PATH=/bin", "HOME=/own"])
    }

    @Test("comes back from its JSON as it was")
    func roundTrip() throws {
        var request = ProcessRequest(container: "web", arguments: ["sh", "\u{1b}\"\\", ""])
        #expect(try ProcessRequest(jsonText: request.json) == request)
        request.environment = ["A=\n", "B"]
        request.terminal = true
        request.consoleSize = .init(height: 65535, width: 0)
        request.user = .init(RuntimeSpec.User(userID: .max, groupID: 0, additionalGroupIDs: [1, 2]), home: "/h")
        request.workingDirectory = "/"
        request.capabilities = []
        #expect(try ProcessRequest(jsonText: request.json) == request)
    }
}

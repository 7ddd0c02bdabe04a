import Networks
import Testing

@testable import Engine

@Suite("Published ports as lists show them")
struct ListedPortTests {
    private func text(_ options: [String], exposed: [String] = []) throws -> String {
        let mappings = try options.flatMap { try PortOption.all(parsing: $0) }.map { option in
            PortMapping(
                transport: option.transport, hostAddress: option.hostAddress,
                hostPort: try #require(option.hostPorts?.lowerBound), containerPort: option.containerPort)
        }
        let exposed = try exposed.flatMap { try ContainerPort.all(parsing: $0) }
        return ListedPort.all(mappings, exposed: exposed, versions: [.v4, .v6]).text
    }

    @Test(
        "Docker's text, with its order",
        arguments: [
            ([], [], ""),
            ([], ["80", "443"], "80/tcp, 443/tcp"),
            ([], ["80-82", "53/udp"], "53/udp, 80-82/tcp"),
            (["8080:80"], ["80"], "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp"),
            (["80:80"], [], "0.0.0.0:80->80/tcp, [::]:80->80/tcp"),
            (["127.0.0.1:80-82:80-82"], [], "127.0.0.1:80-82->80-82/tcp"),
            (["127.0.0.1:8080:80"], ["443"], "443/tcp, 127.0.0.1:8080->80/tcp"),
            (["[::1]:53:53/udp"], [], "[::1]:53->53/udp"),
        ] as [([String], [String], String)])
    func shows(options: [String], exposed: [String], expected: String) throws {
        #expect(try text(options, exposed: exposed) == expected)
    }

    @Test("a port that leads to no address of the container's is none")
    func unreachable() throws {
        let mapping = PortMapping(transport: .tcp, hostAddress: nil, hostPort: 8080, containerPort: 80)
        let exposed = try ContainerPort.all(parsing: "80")
        #expect(ListedPort.all([mapping], exposed: exposed, versions: [.v4]).text == "0.0.0.0:8080->80/tcp")
        #expect(ListedPort.all([mapping], exposed: exposed, versions: []).text == "80/tcp")
    }
}

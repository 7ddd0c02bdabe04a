import OCI
import Testing

@testable import Runtime

@Suite("A launch plan")
struct LaunchPlanTests {
    @Test(
        "looks for a command as a shell would",
        arguments: [
            ("sh", ["PATH=/a:/b"], ["/a/sh", "/b/sh"]),
            ("sh", ["PATH=/a", "PATH=/b"], ["/b/sh"]),
            ("sh", ["PATH=:/b:"], ["/b/sh"]),
            ("sh", ["PATH="], []),
            (
                "sh", ["XPATH=/a"],
                ["/usr/local/sbin/sh", "/usr/local/bin/sh", "/usr/sbin/sh", "/usr/bin/sh", "/sbin/sh", "/bin/sh"]
            ),
            ("./sh", ["PATH=/a"], ["./sh"]),
            ("/bin/sh", ["PATH=/a"], ["/bin/sh"]),
        ] as [(String, [String], [String])])
    func candidates(command: String, environment: [String], expected: [String]) {
        #expect(LaunchPlan.candidates(for: command, environment: environment) == expected)
    }
}

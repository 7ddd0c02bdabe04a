import Glibc
import LinuxSystem
import Testing

@testable import Runtime

@Suite("A launch error")
struct LaunchErrorTests {
    private static let execute = LaunchStep.execute(candidates: ["/bin/x"], arguments: ["x"], environment: [])

    @Test(
        "of the command has Docker's exit code and a reason",
        arguments: [
            (ENOENT, 127, "executable file not found in the container"),
            (ENOTDIR, 127, "not a directory"),
            (EACCES, 126, "permission denied: the file is not executable"),
            (EISDIR, 126, "it is a directory"),
            (ENOEXEC, 126, "exec format error"),
            (ELOOP, 126, "too many levels of symbolic links"),
            (E2BIG, 126, "argument list too long"),
        ] as [(CInt, Int32, String)])
    func command(errno: CInt, exitCode: Int32, reason: String) {
        let error = LaunchError.step(Self.execute, StepFailure(step: 0, errno: errno, detail: 0))
        #expect(error.exitCode == exitCode)
        #expect(error.description.hasPrefix("cannot run x: "))
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test(
        "of any other step is the engine's and names the object",
        arguments: [
            (
                LaunchStep.maskPath("/proc/kcore", nullDevice: 3), EPERM,
                "cannot mask /proc/kcore: operation not permitted"
            ),
            (
                .workingDirectory("/proc/self/fd/7"), EXDEV,
                "cannot enter the working directory /proc/self/fd/7: it leads out of the container's root"
            ),
            (
                .sysctl(name: "net/ipv4/x", value: "1"), ENOENT,
                "cannot set the kernel parameter net/ipv4/x=1: no such file or directory"
            ),
            (.awaitIdentityMaps, ECANCELED, "cannot wait for the user and group id maps: the supervisor ended"),
        ] as [(LaunchStep, CInt, String)])
    func other(step: LaunchStep, errno: CInt, sentence: String) {
        let error = LaunchError.step(step, StepFailure(step: 0, errno: errno, detail: 0))
        #expect(error.exitCode == 125)
        #expect(error.description == sentence)
        #expect(RuntimeError.launch(error).description == sentence)
    }
}

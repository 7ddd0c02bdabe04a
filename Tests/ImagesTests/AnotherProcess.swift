import Glibc
import Testing

/// A test that runs in a process of its own: a copy of this program that is
/// told by its environment where to work. In the usual run that test is skipped.
struct AnotherProcess {
    private static let variable = "SKIFF_TEST_DIRECTORY"

    /// For the shell. Its output is kept in the directory, and shown when it fails.
    let command: String

    init(_ test: String, in directory: String) {
        let log = "\(directory)/log-\(UInt32.random(in: 0 ... .max))"
        let program = "/proc/\(getpid())/exe --testing-library swift-testing --filter \(test)"
        command = "{ \(Self.variable)=\(directory) \(program) > \(log) 2>&1 || { cat \(log); false; }; }"
    }

    /// The directory that this process was told; `nil` in the usual run.
    static var path: String? { getenv(variable).map { String(cString: $0) } }
}

extension Trait where Self == ConditionTrait {
    /// Runs only where `AnotherProcess` started this one.
    static var isAnotherProcess: Self { .enabled("is run by another test", { AnotherProcess.path != nil }) }
}

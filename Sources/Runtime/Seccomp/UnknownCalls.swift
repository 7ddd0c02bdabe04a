/// BPF that answers ENOSYS to system calls of the native architecture that are
/// newer than the profile knows, ahead of the compiled filter.
enum UnknownCalls {
    #if arch(x86_64)
        private static let nativeArchitecture: UInt32 = 0xc000_003e
    #elseif arch(arm64)
        private static let nativeArchitecture: UInt32 = 0xc000_00b7
    #endif
    /// Numbers from here on are x32's on x86-64, and unused elsewhere.
    private static let foreignNumbers: UInt32 = 0x4000_0000
    private static let answerENOSYS: UInt32 = 0x0005_0000 | 38

    /// Offsets in `struct seccomp_data` (seccomp(2)).
    private static let numberOffset: UInt32 = 0
    private static let architectureOffset: UInt32 = 4

    static func prefix(after newest: UInt32) -> [UInt8] {
        let loadWord: UInt16 = 0x20
        let jumpIfEqual: UInt16 = 0x15
        let jumpIfGreater: UInt16 = 0x25
        let jumpIfAtLeast: UInt16 = 0x35
        let answer: UInt16 = 0x06
        return instruction(loadWord, 0, 0, architectureOffset)
            + instruction(jumpIfEqual, 0, 4, nativeArchitecture)
            + instruction(loadWord, 0, 0, numberOffset)
            + instruction(jumpIfAtLeast, 2, 0, foreignNumbers)
            + instruction(jumpIfGreater, 0, 1, newest)
            + instruction(answer, 0, 0, answerENOSYS)
    }

    /// One `struct sock_filter`.
    private static func instruction(_ code: UInt16, _ whenTrue: UInt8, _ whenFalse: UInt8, _ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: code) { Array($0) } + [whenTrue, whenFalse] + withUnsafeBytes(of: value) { Array($0) }
    }
}

import LinuxSystem
import Testing

@testable import Runtime

@Suite("Mount options")
struct MountOptionsTests {
    @Test(
        "set or clear an attribute of the mount",
        arguments: [
            (["ro"], MountAttributes.readOnly, MountAttributes()),
            (["rw"], [], .readOnly),
            (["nosuid", "nodev", "noexec"], [.noSetUserID, .noDevices, .noExecution], []),
            (["suid", "dev", "exec"], [], [.noSetUserID, .noDevices, .noExecution]),
            (["noatime", "nodiratime"], [.noAccessTime, .noDirectoryAccessTime], []),
            (["relatime"], [], []),
            (["nosymfollow"], .noSymbolicLinks, []),
            (["defaults"], [], []),
        ] as [([String], MountAttributes, MountAttributes)])
    func attributes(options: [String], set: MountAttributes, clear: MountAttributes) {
        let parsed = MountOptions(options)
        #expect(parsed.set == set)
        #expect(parsed.clear == clear)
        #expect(parsed.parameters.isEmpty)
    }

    @Test("with a leading r reach the mounts beneath")
    func recursive() {
        let parsed = MountOptions(["rro", "rnosuid", "rexec"])
        #expect(parsed.setRecursively == [.readOnly, .noSetUserID])
        #expect(parsed.clearRecursively == .noExecution)
        #expect(parsed.set.isEmpty && parsed.clear.isEmpty && parsed.parameters.isEmpty)
    }

    @Test("tell a bind mount, and whether what is beneath comes along")
    func bind() {
        #expect(MountOptions(["bind"]).isBind && !MountOptions(["bind"]).isRecursiveBind)
        #expect(MountOptions(["rbind"]).isBind && MountOptions(["rbind"]).isRecursiveBind)
        #expect(!MountOptions(["ro"]).isBind)
    }

    @Test(
        "choose how mounts spread",
        arguments: [
            ("private", 1 << 18, false), ("rprivate", 1 << 18, true), ("slave", 1 << 19, false),
            ("rslave", 1 << 19, true), ("shared", 1 << 20, false), ("rshared", 1 << 20, true),
            ("unbindable", 1 << 17, false), ("runbindable", 1 << 17, true),
        ] as [(String, UInt64, Bool)])
    func propagation(option: String, flag: UInt64, isRecursive: Bool) throws {
        let propagation = try #require(MountOptions([option]).propagation)
        #expect(propagation.flag == flag)
        #expect(propagation.isRecursive == isRecursive)
    }

    @Test("that are none of these are the file system's")
    func parameters() {
        #expect(MountOptions(["size=64m", "ro", "mode=755", "room"]).parameters == ["size=64m", "mode=755", "room"])
    }

    @Test("undo each other in their order, the last one winning")
    func order() {
        let undone = MountOptions(["noexec", "exec"])
        #expect(undone.set.isEmpty)
        #expect(undone.clear == .noExecution)
        let redone = MountOptions(["rw", "ro"])
        #expect(redone.set == .readOnly)
        #expect(redone.clear.isEmpty)
    }
}

import LinuxSystem
import Testing

@testable import Runtime

@Suite("Mount options")
struct MountOptionsTests {
    private static let times = MountAttributes.accessTimeMask

    @Test(
        "set or clear an attribute of the mount",
        arguments: [
            (["ro"], MountAttributes.readOnly, MountAttributes()),
            (["rw"], [], .readOnly),
            (["nosuid", "nodev", "noexec"], [.noSetUserID, .noDevices, .noExecution], []),
            (["suid", "dev", "exec"], [], [.noSetUserID, .noDevices, .noExecution]),
            (["nodiratime"], .noDirectoryAccessTime, []),
            (["diratime"], [], .noDirectoryAccessTime),
            (["nosymfollow"], .noSymbolicLinks, []),
            (["symfollow"], [], .noSymbolicLinks),
            (["defaults", "", "silent", "loud", "iversion", "noiversion"], [], []),
        ] as [([String], MountAttributes, MountAttributes)])
    func attributes(options: [String], set: MountAttributes, clear: MountAttributes) {
        let parsed = MountOptions(options)
        #expect(parsed.attributes.set == set)
        #expect(parsed.attributes.clear == clear)
        #expect(parsed.parameters.isEmpty && parsed.superblock.isEmpty)
    }

    @Test(
        "choose one way of keeping access times, and take back their own choice only",
        arguments: [
            (["noatime"], .noAccessTime), (["strictatime"], .strictAccessTime), (["relatime"], []),
            (["noatime", "strictatime"], .strictAccessTime), (["strictatime", "relatime"], []),
            (["relatime", "noatime"], .noAccessTime), (["noatime", "atime"], []),
            (["strictatime", "nostrictatime"], []), (["relatime", "norelatime"], []),
            (["noatime", "nostrictatime"], .noAccessTime), (["strictatime", "atime"], .strictAccessTime),
            (["noatime", "norelatime"], .noAccessTime), (["atime"], []), (["norelatime"], []),
        ] as [([String], MountAttributes)])
    func accessTimes(options: [String], set: MountAttributes) {
        let parsed = MountOptions(options)
        #expect(parsed.attributes.set == set)
        // mount_setattr(2): a choice clears the whole mask.
        #expect(parsed.attributes.clear == Self.times)
        let recursive = MountOptions(options.map { "r\($0)" })
        #expect(recursive.recursiveAttributes.set == set && recursive.recursiveAttributes.clear == Self.times)
    }

    @Test("with a leading r reach the mounts beneath")
    func recursive() {
        let parsed = MountOptions(["rro", "rnosuid", "rexec", "rnosymfollow", "rnodev"])
        #expect(parsed.recursiveAttributes.set == [.readOnly, .noSetUserID, .noSymbolicLinks, .noDevices])
        #expect(parsed.recursiveAttributes.clear == .noExecution)
        #expect(parsed.attributes.isEmpty && parsed.parameters.isEmpty)
    }

    @Test("of all mounts have the last word on the topmost too, if they come last")
    func recursiveOrder() {
        #expect(MountOptions(["rw", "rro"]).attributes.isEmpty)
        #expect(MountOptions(["rro", "rw"]).attributes.clear == .readOnly)
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

    @Test("that are none of these are the file system's, with their places")
    func parameters() {
        let parsed = MountOptions(["size=64m", "ro", "mode=755", "room"])
        #expect(parsed.parameters.map(\.text) == ["size=64m", "mode=755", "room"])
        #expect(parsed.parameters.map(\.index) == [0, 2, 3])
    }

    @Test("of the superblock are taken back by their opposites")
    func superblock() {
        let parsed = MountOptions(["sync", "dirsync", "lazytime", "mand", "async", "nomand"])
        #expect(parsed.superblock.map(\.text) == ["dirsync", "lazytime"])
    }

    @Test("undo each other in their order, the last one winning")
    func order() {
        let undone = MountOptions(["noexec", "exec"])
        #expect(undone.attributes.set.isEmpty)
        #expect(undone.attributes.clear == .noExecution)
        let redone = MountOptions(["rw", "ro"])
        #expect(redone.attributes.set == .readOnly)
        #expect(redone.attributes.clear.isEmpty)
    }
}

import TestSupport
import Testing

@testable import LinuxSystem

@Suite("A mount that is attached nowhere", .requiresRoot)
struct DetachedMountTests {
    /// What every kernel can do, and the only way before Linux 6.15.
    @Test("is cloned by way of a mount namespace again and again, and stays what it was")
    func cloneAttached() throws {
        let before = try HostFile.text("/proc/self/mountinfo")
        let mount = try FilesystemContext(type: "tmpfs").mount()
        let number = mount.descriptor.number
        try mount.descriptor.openDirectory(".").writeFile("file", Array("content".utf8), mode: 0o600)
        for _ in 0..<3 {
            let clone = try mount.cloneAttached(name: "a tmpfs")
            #expect(try HostFile.text(clone.descriptor.procPath + "/file") == "content")
            // Only what is attached nowhere can be cloned so.
            _ = try clone.cloneAttached(name: "a clone")
        }
        #expect(mount.descriptor.number == number)
        #expect(try HostFile.text(mount.descriptor.procPath + "/file") == "content")
        #expect(try HostFile.text("/proc/self/mountinfo") == before)
    }
}

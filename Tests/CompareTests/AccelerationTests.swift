import Testing

@testable import Compare

@Suite("Hardware acceleration")
struct AccelerationTests {
    @Test("a machine without kvm is told so, with the likely reasons")
    func absent() {
        #expect(
            Acceleration.obstacle(device: "/dev/no-kvm")
                == "there is no /dev/no-kvm (no virtualization in this processor, or not given to this machine)")
    }

    @Test("a device that is there may be tried")
    func present() { #expect(Acceleration.obstacle(device: "/dev/null") == nil) }
}

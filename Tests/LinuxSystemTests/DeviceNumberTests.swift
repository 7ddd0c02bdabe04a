import Glibc
import LinuxSystem
import Testing

@Suite("DeviceNumber")
struct DeviceNumberTests {
    @Test(
        "numbers survive being packed as the C library does it",
        arguments: [(1, 3, 0x103), (136, 0, 0x8800), (259, 300, 0x11_032c), (0xfff, 0xff, 0xf_ffff)]
            as [(UInt32, UInt32, dev_t)])
    func packing(major: UInt32, minor: UInt32, packed: dev_t) {
        #expect(DeviceNumber(major: major, minor: minor).packed == packed)
        #expect(DeviceNumber(packed) == DeviceNumber(major: major, minor: minor))
    }

    @Test("large numbers keep all their bits")
    func largeNumbers() {
        let number = DeviceNumber(major: .max, minor: .max - 1)
        #expect(DeviceNumber(number.packed) == number)
    }
}

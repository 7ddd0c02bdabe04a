import LinuxSystem
import Testing

@Suite("The clock for waiting")
struct UptimeTests {
    @Test("a moment beyond its range is the last one there is")
    func overflow() {
        let now = Uptime.now()
        for milliseconds: Int64 in [.max, .max / 1_000_000, .max / 1_000_000 - 1] {
            #expect((now + milliseconds).nanoseconds == .max)
        }
        #expect((now + 5).milliseconds(from: now) == 5)
    }
}

@Suite("What a descriptor is of")
struct DescriptorKindTests {
    @Test("a file in memory is known from what may keep a reader waiting")
    func memory() throws {
        let file = try Descriptor.memory(holding: [1], name: "x")
        let pipe = try Pipe()
        let directory = try Descriptor.open("/", [.directory])
        let device = try Descriptor.open("/dev/null", [.readOnly])
        let answers = [file.isMemory, pipe.readEnd.isMemory, directory.isMemory, device.isMemory]
        #expect(answers == [true, false, false, false])
    }

    @Test("a pipe tells how much it holds, and nothing else does")
    func capacity() throws {
        let pipe = try Pipe()
        let device = try Descriptor.open("/dev/null", [.readOnly])
        let capacities = [pipe.readEnd.pipeCapacity, device.pipeCapacity]
        #expect(capacities[0] ?? 0 >= 4096)
        #expect(capacities[1] == nil)
    }
}

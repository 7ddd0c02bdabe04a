import Glibc
import LinuxSystem

/// A virtual machine of QEMU's, booted with kernel and root directly: no firmware's menu, no boot loader, no disk.
struct QemuMachine: Contender {
    /// What the machine is built like.
    enum Model: String, CaseIterable, Sendable {
        /// QEMU's smallest: no legacy devices, as Firecracker's; here with a PCI bus, since Debian's kernel
        /// finds no device without one.
        case microvm
        /// The usual one.
        case q35

        var option: String { self == .microvm ? "microvm,pcie=on" : rawValue }
    }

    let model: Model
    let acceleration: Acceleration
    /// The monitor's.
    let monitorVersion: String
    let kernel: GuestKernel
    let root: Initramfs
    /// In kHz, of the host's time stamp counter.
    let counterFrequency: Int

    static let program = "qemu-system-x86_64"
    /// Where the probe listens inside.
    private static let guestPort: UInt16 = 8080

    /// The same with something else to execute it.
    func with(_ acceleration: Acceleration) -> QemuMachine {
        QemuMachine(
            model: model, acceleration: acceleration, monitorVersion: monitorVersion, kernel: kernel, root: root,
            counterFrequency: counterFrequency)
    }

    var version: String {
        "\(monitorVersion); guest: 1 processor, \(memory) MiB, Linux \(kernel.version)"
    }

    var name: String { model.rawValue }
    var kind: ContenderKind { .machine(acceleration) }
    /// MiB.
    var memory: Int { root.machineMemory }

    var sharedDisk: Int64? {
        // A kernel that has gone meanwhile is told of by QEMU.
        let size = try? Descriptor.open(kernel.image, [.readOnly]).status().st_size
        return size.map { Int64($0) + root.size }
    }

    func command(_ task: ProbeTask, id: String) -> [String] {
        var network = "user,id=net0,restrict=on"
        if let port = task.hostPort { network += ",hostfwd=tcp:127.0.0.1:\(port)-:\(Self.guestPort)" }
        let processor = acceleration == .kvm ? "host" : "max"
        return [
            Self.program, "-name", id, "-M", model.option, "-accel", acceleration.rawValue, "-cpu", processor, "-smp",
            "1", "-m", "\(memory)M", "-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio",
            "-no-reboot", "-netdev", network, "-device", "virtio-net-pci,netdev=net0,romfile=", "-kernel",
            kernel.image, "-initrd", root.path, "-append", kernelLine(task),
        ]
    }

    /// What follows `--` are the words of the first process.
    private func kernelLine(_ task: ProbeTask) -> String {
        var words = ["console=ttyS0", "quiet", "panic=-1", "reboot=t", "rdinit=\(ProbeFile.inside)"]
        // Translated instructions take their time: on a busy host the kernel can't measure the counter, and then
        // waits for ever for a timer that it doesn't program; or it gives up because a timer's ticks come late.
        if acceleration == .tcg {
            words.append("no_timer_check")
            if counterFrequency > 0 { words.append("tsc_early_khz=\(counterFrequency)") }
        }
        words += ["--", "machine"] + task.words(address: "0.0.0.0", port: Self.guestPort)
        return words.joined(separator: " ")
    }

    let detachesIdle = false

    func removal(of ids: [String]) -> [String]? { nil }

    /// The root is in the machine's memory.
    func ownDisk(id: String) -> Int64? { 0 }
}

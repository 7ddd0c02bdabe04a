import JSON

/// What others have published of virtual machines and of sandboxes: not measured here, on other machines.
struct PublishedFigure: Hashable, Sendable {
    /// What was measured: `Firecracker: to the guest's init`.
    let subject: String
    /// As its authors write it: `≤ 125 ms`.
    let value: String
    let source: String
    let address: String
    /// The figure that it can stand beside; `nil` when nothing here measures the same.
    var comparison: Comparison?

    /// A value in a figure's unit.
    struct Comparison: Hashable, Sendable {
        let figure: String
        let name: String
        let value: Double
    }

    static let all = [
        PublishedFigure(
            subject: "Firecracker microVM: from InstanceStart to the start of the guest's /sbin/init",
            value: "≤ 125 ms",
            source: "Firecracker, SPECIFICATION.md, Overhead (serial console off, minimal kernel and root)",
            address: "https://github.com/firecracker-microvm/firecracker/blob/main/SPECIFICATION.md",
            comparison: Comparison(figure: "first-instruction", name: "Firecracker", value: 125)),
        PublishedFigure(
            subject: "Firecracker microVM: memory of the monitor's threads", value: "≤ 5 MiB",
            source: "Firecracker, SPECIFICATION.md, Overhead (1 processor; the guest's 128 MiB come on top)",
            address: "https://github.com/firecracker-microvm/firecracker/blob/main/SPECIFICATION.md"),
        PublishedFigure(
            subject: "Firecracker microVM: memory of the monitor itself", value: "about 3 MB",
            source:
                "Agache et al., Firecracker: Lightweight Virtualization for Serverless Applications, NSDI 2020, 5.2",
            address: "https://www.usenix.org/conference/nsdi20/presentation/agache"),
        PublishedFigure(
            subject: "QEMU: memory of the monitor itself", value: "about 131 MB",
            source: "the same paper, 5.2, where it stands beside Firecracker and Cloud Hypervisor",
            address: "https://www.usenix.org/conference/nsdi20/presentation/agache"),
    ]
}

extension PublishedFigure: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("subject", subject)
            writer.member("value", value)
            writer.member("source", source)
            writer.member("address", address)
        }
    }
}

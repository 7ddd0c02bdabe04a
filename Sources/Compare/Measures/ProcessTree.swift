import Glibc
import LinuxSystem

/// Processes that came of this one, and what memory they have.
enum ProcessTree {
    /// All processes beneath that one, without it.
    static func descendants(of ancestor: pid_t) -> Set<pid_t> {
        let parents = parents()
        var found = Set<pid_t>()
        var pending = [ancestor]
        while let parent = pending.popLast() {
            for child in parents where child.parent == parent && found.insert(child.pid).inserted {
                pending.append(child.pid)
            }
        }
        return found
    }

    /// All processes whose name starts with the text, with all beneath them.
    static func named(_ start: String) -> Set<pid_t> {
        var found = Set<pid_t>()
        for process in parents() where process.name.hasPrefix(start) {
            found.insert(process.pid)
            found.formUnion(descendants(of: process.pid))
        }
        return found
    }

    private struct Entry {
        let pid: pid_t
        let parent: pid_t
        let name: String
    }

    /// `PID (NAME) STATE PARENT …` (proc_pid_stat(5)); a name may have anything in it, parentheses too.
    private static func parents() -> [Entry] {
        // Without /proc nothing is known of anybody.
        guard let directory = try? Descriptor.open("/proc", [.directory]), let entries = try? directory.entries() else {
            return []
        }
        return entries.compactMap { entry in
            let name = String(decoding: entry.bytes, as: UTF8.self)
            // It may have ended meanwhile.
            guard let pid = pid_t(name), let bytes = try? directory.readSmallFile("\(name)/stat") else { return nil }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else { return nil }
            let rest = text[text.index(after: close)...].split(separator: " ")
            guard rest.count > 1, let parent = pid_t(rest[1]) else { return nil }
            return Entry(pid: pid, parent: parent, name: String(text[text.index(after: open)..<close]))
        }
    }
}

/// Memory of several processes, in bytes.
struct ProcessMemory: Hashable, Sendable {
    /// Shared pages are divided among those who share them (PSS).
    var proportional: UInt64 = 0
    /// Pages that nobody else has and that no file could bring back.
    var privateDirty: UInt64 = 0

    /// Adds up `smaps_rollup` (proc_pid_smaps(5)) of the processes that are there.
    init(of processes: some Sequence<pid_t>) {
        for pid in processes {
            // A process that has ended, or a thread of the kernel, has none.
            guard let file = try? Descriptor.open("/proc/\(pid)/smaps_rollup", [.readOnly]),
                let bytes = try? file.readToEnd(limit: 1 << 16, name: "smaps_rollup")
            else { continue }
            let fields = MemoryFields(bytes)
            proportional += fields["Pss"] ?? 0
            privateDirty += fields["Private_Dirty"] ?? 0
        }
    }
}

/// `Name:  123 kB`, as several files of procfs have it.
struct MemoryFields: Sendable {
    private var bytes: [String: UInt64] = [:]

    init(_ text: [UInt8]) {
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count >= 2, words[0].hasSuffix(":"), let number = UInt64(words[1]) else { continue }
            bytes[String(words[0].dropLast())] = number * 1024
        }
    }

    /// In bytes.
    subscript(name: String) -> UInt64? { bytes[name] }
}

/// The machine's memory (proc_meminfo(5)), in bytes.
struct MachineMemory: Hashable, Sendable {
    let total: UInt64
    let available: UInt64
    /// What the kernel has for itself: slab, stacks, page tables, counters for each processor.
    let kernel: UInt64

    init() throws {
        let file = try Descriptor.open("/proc/meminfo", [.readOnly])
        let fields = try MemoryFields(file.readToEnd(limit: 1 << 16, name: "/proc/meminfo"))
        total = fields["MemTotal"] ?? 0
        available = fields["MemAvailable"] ?? 0
        kernel = ["Slab", "KernelStack", "PageTables", "Percpu"].reduce(0) { $0 + (fields[$1] ?? 0) }
    }
}

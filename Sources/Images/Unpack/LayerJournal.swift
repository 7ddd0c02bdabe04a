import Archive
import Glibc
import LinuxSystem

/// What is left to be done to a layer's directories when all is unpacked, and
/// when it is known what lies beneath. Most of it stays in memory; of a layer
/// with very many directories it goes to a file.
struct LayerJournal: Sendable {
    enum Record {
        /// An entry has said so of this directory.
        case directory([UInt8], DirectoryAttributes)
        /// A directory that had to be made: it is like the one beneath.
        case implied([UInt8])
        /// The same where nothing beneath can show through.
        case new([UInt8])
        /// What lower layers have of this name is hidden.
        case whiteout([UInt8])
    }

    private static let bufferLimit = 256 << 10

    private var buffer: [UInt8] = []
    private var file: SharedDescriptor?
    private var written: Int64 = 0

    /// - Parameter directory: where the file is made, if it must be.
    mutating func append(_ record: Record, in directory: borrowing Descriptor) throws(SystemError) {
        switch record {
        case .directory(let path, let attributes): append(.directory, attributes, path)
        case .implied(let path): append(.implied, .implied, path)
        case .new(let path): append(.new, .implied, path)
        case .whiteout(let path): append(.whiteout, .implied, path)
        }
        guard buffer.count >= Self.bufferLimit else { return }
        let file = if let file { file } else { try Self.makeFile(in: directory) }
        self.file = file
        let result = buffer.withUnsafeBytes { bytes in
            Result { () throws(SystemError) in
                try file.descriptor.write(bytes, at: written, name: "the image store")
            }
        }
        try result.get()
        written += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Hands out the records in their order.
    func forEach(_ body: (Record) throws -> Void) throws {
        if let file {
            try Self.replay(FileSource(file.descriptor.duplicate(), name: "the journal", range: 0..<written), body)
        }
        try Self.replay(MemorySource(buffer), body)
    }

    /// Gone from the directory at once: whoever has it open still has it.
    private static func makeFile(in directory: borrowing Descriptor) throws(SystemError) -> SharedDescriptor {
        let name = "journal"
        let file = try directory.open(
            name, [.readWrite, .create, .exclusive, .noFollow], mode: 0o600, resolution: .beneath)
        try directory.removeFile(name)
        return SharedDescriptor(file)
    }
}

// MARK: - The form in memory and on disk

extension LayerJournal {
    private enum Kind: UInt8 {
        case directory, implied, new, whiteout
    }

    /// What stands before each path.
    private struct Header {
        var kind: UInt8
        var pathLength: UInt16
        var mode: UInt32
        var owner: FileOwner
        var modified: FileTime
    }

    private mutating func append(_ kind: Kind, _ attributes: DirectoryAttributes, _ path: [UInt8]) {
        let header = Header(
            kind: kind.rawValue, pathLength: UInt16(path.count), mode: attributes.mode, owner: attributes.owner,
            modified: attributes.modified ?? FileTime(seconds: 0))
        withUnsafeBytes(of: header) { buffer.append(contentsOf: $0) }
        buffer.append(contentsOf: path)
    }

    private static func replay(_ source: any ByteSource, _ body: (Record) throws -> Void) throws {
        let window = ByteWindow(source, capacity: 64 << 10)
        let size = MemoryLayout<Header>.size
        while try window.require(size) {
            let header = window.available.loadUnaligned(as: Header.self)
            window.consume(size)
            let length = Int(header.pathLength)
            guard try window.require(length), let kind = Kind(rawValue: header.kind) else {
                preconditionFailure("a journal is read as it was written")
            }
            let path = Array(window.available[..<length])
            window.consume(length)
            switch kind {
            case .directory:
                let attributes = DirectoryAttributes(
                    mode: header.mode, owner: header.owner, modified: header.modified)
                try body(.directory(path, attributes))
            case .implied: try body(.implied(path))
            case .new: try body(.new(path))
            case .whiteout: try body(.whiteout(path))
            }
        }
    }
}

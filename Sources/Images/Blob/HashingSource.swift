import Archive
import struct Crypto.SHA256
import struct Crypto.SHA512
import OCI

/// Passes bytes on and computes their digest and number meanwhile.
final class HashingSource: ByteSource {
    private enum Hash {
        case sha256(SHA256)
        case sha512(SHA512)
    }

    private let source: any ByteSource
    private var hash: Hash
    /// How many bytes have passed.
    private(set) var count: Int64 = 0

    init(_ source: any ByteSource, algorithm: Digest.Algorithm = .sha256) {
        self.source = source
        hash = algorithm == .sha256 ? .sha256(SHA256()) : .sha512(SHA512())
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = try source.read(into: buffer)
        self.count += Int64(count)
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        switch hash {
        case .sha256(var state):
            state.update(bufferPointer: bytes)
            hash = .sha256(state)
        case .sha512(var state):
            state.update(bufferPointer: bytes)
            hash = .sha512(state)
        }
        return count
    }

    /// The digest of what has passed so far.
    var digest: Digest {
        switch hash {
        case .sha256(let state): Digest(.sha256, bytes: state.finalize())
        case .sha512(let state): Digest(.sha512, bytes: state.finalize())
        }
    }
}

extension Digest {
    /// The SHA-256 of bytes in memory.
    init(hashing bytes: [UInt8]) {
        self.init(.sha256, bytes: SHA256.hash(data: bytes))
    }

    /// Whether bytes in memory are what the digest names.
    func matches(_ bytes: [UInt8]) -> Bool {
        switch algorithm {
        case .sha256: self == Digest(.sha256, bytes: SHA256.hash(data: bytes))
        case .sha512: self == Digest(.sha512, bytes: SHA512.hash(data: bytes))
        }
    }
}

import struct Crypto.SHA256
import struct Crypto.SHA512
import OCI

/// A digest in the making: of all bytes so far.
enum RunningHash {
    case sha256(SHA256)
    case sha512(SHA512)

    init(_ algorithm: Digest.Algorithm) {
        self = algorithm == .sha256 ? .sha256(SHA256()) : .sha512(SHA512())
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        switch self {
        case .sha256(var state):
            state.update(bufferPointer: bytes)
            self = .sha256(state)
        case .sha512(var state):
            state.update(bufferPointer: bytes)
            self = .sha512(state)
        }
    }

    /// The digest of what has come so far.
    var digest: Digest {
        switch self {
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
        var hash = RunningHash(algorithm)
        bytes.withUnsafeBytes { hash.update($0) }
        return self == hash.digest
    }
}

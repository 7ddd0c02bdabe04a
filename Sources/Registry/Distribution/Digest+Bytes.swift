import struct Crypto.SHA256
import struct Crypto.SHA512
import OCI

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

extension RuntimeSpec {
    /// Weights and limits of block devices ("Block IO").
    public struct BlockIO: Hashable, Sendable {
        /// 10…1000.
        public var weight: UInt16?
        /// 10…1000.
        public var leafWeight: UInt16?
        /// What single devices have instead.
        public var deviceWeights: [DeviceWeight]?
        /// Bytes a second.
        public var readBytes: [DeviceThrottle]?
        /// Bytes a second.
        public var writeBytes: [DeviceThrottle]?
        /// Operations a second.
        public var readOperations: [DeviceThrottle]?
        /// Operations a second.
        public var writeOperations: [DeviceThrottle]?

        public init(
            weight: UInt16? = nil, leafWeight: UInt16? = nil, deviceWeights: [DeviceWeight]? = nil,
            readBytes: [DeviceThrottle]? = nil, writeBytes: [DeviceThrottle]? = nil,
            readOperations: [DeviceThrottle]? = nil, writeOperations: [DeviceThrottle]? = nil
        ) {
            self.weight = weight
            self.leafWeight = leafWeight
            self.deviceWeights = deviceWeights
            self.readBytes = readBytes
            self.writeBytes = writeBytes
            self.readOperations = readOperations
            self.writeOperations = writeOperations
        }
    }

    /// The weight for one device.
    public struct DeviceWeight: Hashable, Sendable {
        /// The device's, makedev(3), as `minor`.
        public var major: Int64
        /// The device's.
        public var minor: Int64
        /// 10…1000.
        public var weight: UInt16?
        /// 10…1000; against the groups beneath. Kernels since 5.0 have none.
        public var leafWeight: UInt16?

        public init(major: Int64, minor: Int64, weight: UInt16? = nil, leafWeight: UInt16? = nil) {
            self.major = major
            self.minor = minor
            self.weight = weight
            self.leafWeight = leafWeight
        }
    }

    /// The limit for one device, in bytes or operations a second.
    public struct DeviceThrottle: Hashable, Sendable {
        /// The device's, makedev(3), as `minor`.
        public var major: Int64
        /// The device's.
        public var minor: Int64
        /// Bytes or operations a second.
        public var rate: UInt64

        public init(major: Int64, minor: Int64, rate: UInt64) {
            self.major = major
            self.minor = minor
            self.rate = rate
        }
    }
}

import LinuxSystem

/// An open file that a list or several values can hold; it is closed when the
/// last of them lets go of it.
final class SharedDescriptor: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }
}

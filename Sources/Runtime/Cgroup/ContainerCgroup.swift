import LinuxSystem
import OCI

struct ContainerCgroup: ~Copyable {
    let path: String
    init(_ spec: RuntimeSpec) throws(RuntimeError) { path = spec.linux?.cgroupsPath ?? "/" }
    func membership() throws(RuntimeError) -> CgroupMembership { CgroupMembership() }
    func outOfMemoryFacts() -> OutOfMemoryFacts { .none }
    consuming func remove() -> String? { nil }
}

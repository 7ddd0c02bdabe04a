/// Remote memory access devices: cgroup-v2.rst "RDMA"; the same file on v1.
enum RDMA: ControllerSettings {
    static let controller = Controller.rdma

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        limits.rdma.sorted { $0.key < $1.key }.map { device, bound in
            var text = device
            if let handles = bound.handles { text += " hca_handle=\(handles.unifiedText)" }
            if let objects = bound.objects { text += " hca_object=\(objects.unifiedText)" }
            return Setting("rdma", "rdma.max", text)
        }
    }
}

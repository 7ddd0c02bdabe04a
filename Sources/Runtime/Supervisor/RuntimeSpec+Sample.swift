import OCI

extension RuntimeSpec {
    /// A specification with a value of every type that a usual one has, to set
    /// a decoder up with. It is never run.
    static let sample = """
        {"ociVersion":"1.2.0","process":{"terminal":false,"user":{"uid":0,"gid":0,"additionalGids":[0]},\
        "args":["a"],"env":["A=a"],"cwd":"/","noNewPrivileges":false,"capabilities":{"bounding":["CAP_CHOWN"],\
        "effective":[],"permitted":[],"inheritable":[],"ambient":[]}},"root":{"path":"a","readonly":false},\
        "hostname":"a","annotations":{"a":"a"},"mounts":[{"destination":"/a","type":"a","source":"a","options":["a"]}],\
        "linux":{"namespaces":[{"type":"pid"}],"cgroupsPath":"/a","sysctl":{"a":"a"},"maskedPaths":["/a"],\
        "readonlyPaths":["/a"],"resources":{"devices":[{"allow":true,"type":"c","major":1,"minor":1,"access":"r"}]}}}
        """
}

import CShim
import Glibc

/// A program of ours that starts or enters containers, out of their reach.
///
/// A container can make whoever enters it execute `/proc/self/exe`, by a
/// command or an interpreter of that name, and afterwards open that file for
/// writing as its own /proc/PID/exe (CVE-2019-5736). So such a program runs
/// through a read-only mount that nobody else has, which costs no copy. The
/// runtime sees to that itself where it was not started so (CProtection).
public enum ProtectedExecutable {
    /// The program as seen through a read-only mount of its own.
    public static func open(_ path: String) throws(SystemError) -> DetachedMount {
        try checkErrno(access(path, X_OK), "execute", path)
        let result = path.withCString { skiff_open_read_only($0) }
        return try DetachedMount(owning: Descriptor(owning: check(result, "clone the mount of", path)))
    }

    /// Closes what has protected this process's own executable until now and
    /// goes on to do so: for when there is time, because it takes the kernel
    /// a while. It isn't required.
    public static func letGo() {
        skiff_close_protection_mount()
    }
}

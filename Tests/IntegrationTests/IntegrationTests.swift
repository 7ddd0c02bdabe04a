// IntegrationTests run the built executables on the real kernel and hold what
// the probe sees inside a container against what was asked for, and against
// what /proc and the cgroup files show outside. They import nothing of the
// engine: only its command line is theirs.

import Testing
import TestSupport

/// All of them: one after the other, because some look at the whole host, and
/// with one state directory in which the images are loaded once.
@Suite("skiff", .serialized, .requiresRoot, .requiresOverlay, .withSkiff(.busybox, .debian, .probe))
enum IntegrationTests {}

// This process becomes one that was executed through a read-only mount of its
// file, attached nowhere: all that it has mapped of the file is mapped anew, by
// way of that mount, and then the kernel lets the mount's file be its executable
// (PR_SET_MM_MAP(2const)), which it refuses as long as anything is mapped by the
// other way. So neither /proc/PID/exe nor /proc/PID/map_files leads to a
// file that can be written. To execute the program a second time would do the
// same, and take as long as all the rest of its start.
#include "by_mount.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <linux/prctl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "bare_call.h"
#include "skiff_protect.h"

// linux/statfs.h; sys/statvfs.h has it too, but its structure collides.
#define MOUNT_IS_READ_ONLY 0x0001

static const char own_executable[] = "/proc/self/exe";

// What the kernel tells of this program.
struct image {
    const Elf64_Phdr *segments;
    size_t count;
    uint64_t page;
};

static struct image find_image(const struct skiff_entry *entry) {
    struct image image = {0};
    for (const Elf64_auxv_t *vector = entry->vector; vector->a_type != AT_NULL; vector++) {
        uint64_t value = vector->a_un.a_val;
        if (vector->a_type == AT_PHDR) image.segments = (const Elf64_Phdr *)value;
        if (vector->a_type == AT_PHNUM) image.count = value;
        if (vector->a_type == AT_PAGESZ) image.page = value;
    }
    return image;
}

// Only then are the segments where the file says; the first that is loaded has
// the headers too.
static int is_at_fixed_addresses(const struct image *image) {
    for (size_t index = 0; index < image->count; index++) {
        const Elf64_Phdr *segment = &image->segments[index];
        if (segment->p_type != PT_LOAD) continue;
        return segment->p_offset == 0 && (uint64_t)image->segments - sizeof(Elf64_Ehdr) == segment->p_vaddr;
    }
    return 0;
}

static int access_of(const Elf64_Phdr *segment) {
    return ((segment->p_flags & PF_R) != 0 ? PROT_READ : 0) | ((segment->p_flags & PF_W) != 0 ? PROT_WRITE : 0) |
           ((segment->p_flags & PF_X) != 0 ? PROT_EXEC : 0);
}

// Swift keeps what it finds out of its types all over the variables without a
// value: half of their pages would be read first and written to then, which is
// two faults each. A kernel before 5.14 can't, and they come one by one.
static void populate(uint64_t start, uint64_t end) {
    const long populate_write = 23;  // MADV_POPULATE_WRITE
    if (start < end) call(SYS_madvise, (long)start, (long)(end - start), populate_write);
}

// As execve(2) does it. The variables have not been written to yet; those
// without a value in the file begin on the last page of those with one.
static long map(const Elf64_Phdr *segment, uint64_t page, long file) {
    uint64_t start = segment->p_vaddr & -page, end = segment->p_vaddr + segment->p_filesz;
    long result = call(SYS_mmap, (long)start, (long)(end - start), access_of(segment), MAP_PRIVATE | MAP_FIXED, file,
                       (long)(segment->p_offset & -page));
    if (result < 0 || (segment->p_flags & PF_W) == 0) return result < 0 ? result : 0;
    for (volatile char *byte = (char *)end; ((uint64_t)byte & (page - 1)) != 0; byte++) *byte = 0;
    populate((end + page - 1) & -page, segment->p_vaddr + segment->p_memsz);
    return 0;
}

// Maps what is mapped of the executable by way of another file of its inode.
static long map_all(const struct image *image, long file) {
    for (size_t index = 0; index < image->count; index++) {
        const Elf64_Phdr *segment = &image->segments[index];
        if (segment->p_type != PT_LOAD) continue;
        long result = map(segment, image->page, file);
        if (result < 0) return result;
    }
    return 0;
}

static long open_mount(void) {
    long mount = call(SYS_open_tree, AT_FDCWD, (long)own_executable, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (mount < 0) return mount;
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    long result = call(SYS_mount_setattr, mount, (long)"", AT_EMPTY_PATH, (long)&attributes, sizeof attributes);
    if (result == 0) return mount;
    call(SYS_close, mount);
    return result;
}

// A descriptor of open_tree(2) can't be mapped.
static long open_file(long mount) {
    char path[] = "/proc/self/fd/\0\0\0\0\0\0\0\0\0";
    char *end = path + sizeof "/proc/self/fd/" - 1;
    for (long rest = mount; rest >= 10; rest /= 10) end++;
    for (long rest = mount; *end != '/'; rest /= 10) *end-- = (char)('0' + rest % 10);
    return call(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC);
}

static uint64_t end_of(const char *text) {
    while (*text != '\0') text++;
    return (uint64_t)text + 1;
}

// Everything but the executable stays as the kernel has it: nothing of it has
// changed since execve(2). This way takes CAP_CHECKPOINT_RESTORE, which comes
// with the right to mount; the one for the executable alone takes another one.
static long set_executable(long file, const struct image *image, const struct skiff_entry *entry) {
    uint64_t brk = (uint64_t)call(SYS_brk, 0);
    struct prctl_mm_map map = {
        .start_code = UINT64_MAX, .start_brk = brk, .brk = brk, .start_stack = (uint64_t)entry->stack,
        .arg_start = (uint64_t)entry->argv[0], .arg_end = (uint64_t)entry->argv[0], .exe_fd = (uint32_t)file,
    };
    for (size_t index = 0; index < image->count; index++) {
        const Elf64_Phdr *segment = &image->segments[index];
        if (segment->p_type != PT_LOAD) continue;
        uint64_t start = segment->p_vaddr, end = segment->p_vaddr + segment->p_filesz;
        int is_code = (segment->p_flags & PF_X) != 0;
        if (is_code && start < map.start_code) map.start_code = start;
        if (is_code && end > map.end_code) map.end_code = end;
        if (start > map.start_data) map.start_data = start;
        if (end > map.end_data) map.end_data = end;
    }
    for (char *const *word = entry->argv; *word != NULL; word++) map.arg_end = end_of(*word);
    map.env_start = map.env_end = map.arg_end;
    for (char *const *word = entry->envp; *word != NULL; word++) map.env_end = end_of(*word);
    return call(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (long)&map, sizeof map);
}

static long exchange_executable(long mount, const struct image *image, const struct skiff_entry *entry) {
    if (!is_at_fixed_addresses(image)) return -1;
    long file = open_file(mount);
    if (file < 0) return file;
    long result = map_all(image, file);
    if (result == 0) result = set_executable(file, image, entry);
    call(SYS_close, file);
    return result;
}

static int is_read_only(void) {
    struct statfs filesystem;
    return call(SYS_statfs, (long)own_executable, (long)&filesystem) == 0 &&
           (filesystem.f_flags & MOUNT_IS_READ_ONLY) != 0;
}

// What follows the last slash.
static const char *file_name(const char *path) {
    const char *name = path;
    for (; *path != '\0'; path++) {
        if (*path == '/') name = path + 1;
    }
    return name;
}

enum skiff_protection skiff_protect_by_mount(const struct skiff_entry *entry) {
    if (is_read_only()) {
        // Executed by descriptor, whose number would be the name (comm).
        call(SYS_prctl, PR_SET_NAME, (long)file_name(entry->argv[0]));
        return SKIFF_PROTECTION_DONE;
    }
    struct image image = find_image(entry);
    long mount = open_mount();
    if (mount < 0) return SKIFF_PROTECTION_MISSING;
    if (exchange_executable(mount, &image, entry) == 0) {
        skiff_protection_mount = (int)mount;
        return SKIFF_PROTECTION_DONE;
    }
    // A kernel without CONFIG_CHECKPOINT_RESTORE.
    call(SYS_execveat, mount, (long)"", (long)entry->argv, (long)entry->envp, AT_EMPTY_PATH);
    call(SYS_close, mount);
    return SKIFF_PROTECTION_MISSING;
}

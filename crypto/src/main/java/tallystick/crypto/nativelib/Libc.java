package tallystick.crypto.nativelib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The calls of the Linux C library that secret memory and chance need. For `tallystick.crypto` only.
///
/// **Threads** all safe. Constants are those of Linux on every machine we support.
public final class Libc {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_DONTFORK = 10;
    private static final int MADV_DONTDUMP = 16;
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int GETRANDOM_BYTES_MAX = 256;

    private static final Symbols SYMBOLS = new Symbols(
            "the C library",
            Linker.nativeLinker().defaultLookup(),
            "the running process",
            "run on Linux with glibc 2.25 or newer, kernel 4.14 or newer");
    private static final MethodHandle MMAP = SYMBOLS.slow(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            SYMBOLS.slow("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle MLOCK =
            SYMBOLS.slow("mlock", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle MADVISE =
            SYMBOLS.slow("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle PRCTL = SYMBOLS.slow(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle GETRANDOM =
            SYMBOLS.slow("getrandom", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT));

    private Libc() {}

    static void touch() {}

    /// Fresh zeroed pages of this process alone: not inherited by a child and not part of a core dump. Empty if the
    /// system has none.
    public static java.util.Optional<MemorySegment> mapPages(long lengthBytes) {
        try {
            var pages = (MemorySegment)
                    MMAP.invokeExact(MemorySegment.NULL, lengthBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
            if (pages.address() == -1) return java.util.Optional.empty();
            var kept = (int) MADVISE.invokeExact(pages, lengthBytes, MADV_DONTDUMP) == 0
                    && (int) MADVISE.invokeExact(pages, lengthBytes, MADV_DONTFORK) == 0;
            if (kept) return java.util.Optional.of(pages);
            unmapPages(pages, lengthBytes);
            return java.util.Optional.empty();
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Gives pages back; they are unlocked by it.
    public static void unmapPages(MemorySegment pages, long lengthBytes) {
        try {
            if ((int) MUNMAP.invokeExact(pages, lengthBytes) != 0) throw new AssertionError("munmap refused our pages");
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Locks pages into RAM; false if the system does not allow it (RLIMIT_MEMLOCK).
    public static boolean lockPages(MemorySegment pages, long lengthBytes) {
        try {
            return (int) MLOCK.invokeExact(pages, lengthBytes) == 0;
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Makes this process one that is never dumped and that no other process of the user can trace; false if refused.
    public static boolean forbidDumps() {
        try {
            return (int) PRCTL.invokeExact(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0 && !dumpable();
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Whether the process can be dumped.
    public static boolean dumpable() {
        try {
            return (int) PRCTL.invokeExact(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L) != 0;
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }

    /// Fills `target` (native memory) from the kernel's generator; false if the kernel has none, which no kernel we
    /// support does. Requests are small enough never to be interrupted half-way.
    public static boolean random(MemorySegment target) {
        try {
            for (var at = 0L; at < target.byteSize(); ) {
                var want = Math.min(GETRANDOM_BYTES_MAX, target.byteSize() - at);
                var got = (long) GETRANDOM.invokeExact(target.asSlice(at), want, 0);
                if (got <= 0) return false;
                at += got;
            }
            return true;
        } catch (Throwable e) {
            throw Symbols.impossible(e);
        }
    }
}

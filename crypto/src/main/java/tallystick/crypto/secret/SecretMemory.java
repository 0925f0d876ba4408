package tallystick.crypto.secret;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import tallystick.crypto.nativelib.CallsUnderWay;
import tallystick.crypto.nativelib.Libc;

/// Off-heap memory for secrets: locked into RAM, kept out of core dumps, zeroed when given back.
///
/// **Why** the garbage collector copies heap objects and never wipes the old place. One slab lives as long as a key
/// or a pool (opening a shared arena costs 5 µs).
///
/// **Form** slots are multiples of 32 bytes, aligned to 32, cut from chunks of pages that are taken when needed and
/// given back together at [#close]; a slot given back is lent again to the next of its size.
///
/// **Threads** any thread may take and give back.
public final class SecretMemory implements AutoCloseable {
    /// The longest single secret.
    public static final int LENGTH_BYTES_MAX = 1 << 24;

    private static final int SLOT_BYTES = 32;
    private static final int CHUNK_BYTES_MIN = 1 << 14;
    private static final int CHUNK_BYTES_MAX = 1 << 18;
    private static final int EXACT_CLASSES = 32;
    private static final int CLASSES = EXACT_CLASSES + 4 * 15;

    private final LockPolicy policy;
    private final IntPredicate mayLend;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> chunks = new ArrayList<>();
    private final List<ArrayDeque<MemorySegment>> free = new ArrayList<>(CLASSES);
    private MemorySegment chunk = MemorySegment.NULL;
    private long chunkUsedBytes;
    private long lentBytes;
    private volatile boolean closed;

    private SecretMemory(LockPolicy policy, IntPredicate mayLend) {
        this.policy = policy;
        this.mayLend = mayLend;
        for (var i = 0; i < CLASSES; i++) free.add(new ArrayDeque<>(0));
    }

    /// Opens a slab that grows on demand in pages locked as [LockPolicy#PROPERTY] says: they must be, unless set.
    public static SecretMemory open() {
        return open(LockPolicy.ofProperty());
    }

    /// Opens a slab that grows on demand.
    public static SecretMemory open(LockPolicy policy) {
        return new SecretMemory(policy, _ -> true);
    }

    /// Opens a slab that asks before each loan, with its length in bytes, whether it may be made: so that tests refuse
    /// one after the other, as a system that has no locked memory left does.
    public static SecretMemory asking(LockPolicy policy, IntPredicate mayLend) {
        return new SecretMemory(policy, mayLend);
    }

    /// Lends `lengthBytes` zeroed bytes until the returned handle is closed.
    ///
    /// @param lengthBytes 1..[#LENGTH_BYTES_MAX]
    /// @throws SecretMemoryRefused if pages cannot be had or locked: the operator's fault
    public SecretBytes allocate(int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > LENGTH_BYTES_MAX)
            throw new IllegalArgumentException(
                    "secret of %d bytes not in 1..%d".formatted(lengthBytes, LENGTH_BYTES_MAX));
        if (!mayLend.test(lengthBytes)) throw new SecretMemoryRefused("may not lend", lengthBytes);
        var sizeClass = classOf(lengthBytes);
        synchronized (this) {
            if (closed) throw new IllegalStateException("secret memory used after close");
            var slot = free.get(sizeClass).pollLast();
            if (slot == null) slot = cut(slotBytes(sizeClass));
            lentBytes += lengthBytes;
            var memory = slot.byteSize() == lengthBytes ? slot : slot.asSlice(0, lengthBytes);
            return new SecretBytes(this, slot, memory);
        }
    }

    /// Bytes lent now: for tests that nothing stays open.
    public synchronized long lentBytes() {
        return lentBytes;
    }

    /// Bytes of pages held now.
    public synchronized long heldBytes() {
        return chunks.stream().mapToLong(MemorySegment::byteSize).sum();
    }

    /// Zeroes and frees everything; handles still open become unusable.
    ///
    /// **Why** first unusable, then zeroed: a thread that still computes would else go on with zeros, and a
    /// response whose nonce is zero is the key share. So it gets an exception instead, and a call of a native
    /// library that has begun is waited for.
    ///
    /// @throws IllegalStateException if such a call does not end for seconds: handles are unusable, and what they
    /// held is zeroed and freed by the next `close` that finds the call ended
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            lentBytes = 0;
            free.forEach(ArrayDeque::clear);
        }
        if (!CallsUnderWay.closeBehind(arena))
            throw new IllegalStateException("a call of a native library that does not end holds secret memory:"
                    + " close it again when that has ended");
        synchronized (this) {
            chunks.clear();
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String toString() {
        return "SecretMemory";
    }

    synchronized void takeBack(MemorySegment slot, MemorySegment memory) {
        if (closed) return;
        memory.fill((byte) 0);
        lentBytes -= memory.byteSize();
        free.get(classOf((int) slot.byteSize())).addLast(slot);
    }

    private MemorySegment cut(int slotBytes) {
        if (chunk.byteSize() - chunkUsedBytes < slotBytes) {
            var growth = Math.clamp(2 * heldBytes(), CHUNK_BYTES_MIN, CHUNK_BYTES_MAX);
            if (slotBytes > growth / 4)
                return chunkOf((slotBytes + CHUNK_BYTES_MIN - 1L) & -CHUNK_BYTES_MIN)
                        .asSlice(0, slotBytes);
            chunk = chunkOf(growth);
            chunkUsedBytes = 0;
        }
        var slot = chunk.asSlice(chunkUsedBytes, slotBytes);
        chunkUsedBytes += slotBytes;
        return slot;
    }

    private MemorySegment chunkOf(long lengthBytes) {
        var pages = Libc.mapPages(lengthBytes).orElseThrow(() -> new SecretMemoryRefused("cannot map", lengthBytes));
        if (policy == LockPolicy.REQUIRE && !Libc.lockPages(pages, lengthBytes)) {
            Libc.unmapPages(pages, lengthBytes);
            throw new SecretMemoryRefused("cannot lock", lengthBytes);
        }
        var mapped = pages.reinterpret(lengthBytes, arena, gone -> {
            gone.reinterpret(lengthBytes).fill((byte) 0);
            Libc.unmapPages(gone, lengthBytes);
        });
        chunks.add(mapped);
        return mapped;
    }

    /// Sizes up to 32 slots have a class each; above, four classes to each doubling bound the waste to a quarter.
    private static int classOf(int lengthBytes) {
        var slots = (lengthBytes + SLOT_BYTES - 1) / SLOT_BYTES;
        if (slots <= EXACT_CLASSES) return slots - 1;
        var log = 31 - Integer.numberOfLeadingZeros(slots - 1);
        return EXACT_CLASSES + 4 * (log - 5) + ((slots - 1 >>> log - 2) & 3);
    }

    private static int slotBytes(int sizeClass) {
        if (sizeClass < EXACT_CLASSES) return (sizeClass + 1) * SLOT_BYTES;
        var log = (sizeClass - EXACT_CLASSES) / 4 + 5;
        return SLOT_BYTES * (((sizeClass - EXACT_CLASSES) % 4 + 5) << log - 2);
    }
}

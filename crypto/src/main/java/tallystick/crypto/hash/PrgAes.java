package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;

/// A pseudorandom generator off the heap: the key stream of AES-256 in counter mode under a seed.
///
/// **Why** the columns of an OT extension are seeds stretched to thousands of bits; the platform's AES runs at
/// gigabytes a second.
///
/// **Form** the seed is 32 bytes. The first counter block is u64 domain ‖ u64 zero, big-endian, and counts on from
/// there; so two domains of one seed never overlap, and one domain gives at most [#STREAM_BYTES_MAX] bytes.
///
/// **Threads** one generator, one thread. **Timing** constant with AES instructions, which every supported machine has.
///
/// **Copies** the platform takes the key as a heap array, and expands it into one of its own that stays until
/// collected; ours is zeroed at once. The stream passes through one heap chunk of 4 KiB that is zeroed before [#fill]
/// returns (the cipher's own path for native buffers would leave its chunk unwiped).
///
/// @spec https://doi.org/10.6028/NIST.SP.800-38A NIST SP 800-38A §6.5 (counter mode)
public final class PrgAes implements AutoCloseable {
    /// Length of a seed in bytes.
    public static final int SEED_BYTES = 32;
    /// The most one domain gives, far below where a counter would reach the next domain.
    public static final long STREAM_BYTES_MAX = 1L << 40;

    private static final int CHUNK_BYTES = 4096;
    private static final byte[] ZEROS = new byte[CHUNK_BYTES];

    private final Cipher cipher;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private long givenBytes;
    private boolean closed;

    private PrgAes(Cipher cipher) {
        this.cipher = cipher;
    }

    /// Opens the stream of `seed` for one domain.
    ///
    /// @param seed 32 bytes, used for nothing else
    /// @param domain 0 or more; every use of a seed names another
    /// @throws IllegalArgumentException if the seed has another length or the domain is negative: the caller's
    /// fault
    public static PrgAes open(SecretBytes seed, long domain) {
        try {
            var stream = new PrgAes(Cipher.getInstance("AES/CTR/NoPadding"));
            stream.begin(seed, domain);
            return stream;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no AES-CTR", e);
        }
    }

    /// Begins the stream of another seed, for a third of what [#open] costs.
    ///
    /// @throws IllegalStateException after close: our bug
    /// @throws IllegalArgumentException as [#open]
    public void restart(SecretBytes seed, long domain) {
        if (closed) throw new IllegalStateException("stream used after close");
        begin(seed, domain);
    }

    private void begin(SecretBytes seed, long domain) {
        if (seed.length() != SEED_BYTES)
            throw new IllegalArgumentException("seed of %d bytes, not 32".formatted(seed.length()));
        if (domain < 0) throw new IllegalArgumentException("domain %d negative".formatted(domain));
        var key = seed.reveal(SecretAccess.PLATFORM_PRIMITIVE);
        try {
            var counter = ByteBuffer.allocate(16).putLong(domain).array();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            givenBytes = 0;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no AES-CTR", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// Overwrites all of `target` with the next bytes of the stream.
    ///
    /// @throws IllegalStateException after close: our bug
    /// @throws IllegalArgumentException beyond [#STREAM_BYTES_MAX]: the caller's fault
    public void fill(MemorySegment target) {
        if (closed) throw new IllegalStateException("stream used after close");
        var length = target.byteSize();
        if (length > STREAM_BYTES_MAX - givenBytes)
            throw new IllegalArgumentException("stream of more than %d bytes".formatted(STREAM_BYTES_MAX));
        try {
            for (var from = 0L; from < length; ) {
                var taken = (int) Math.min(CHUNK_BYTES, length - from);
                var made = cipher.update(ZEROS, 0, taken, chunk, 0);
                if (made != taken) throw new AssertionError("AES-CTR gave %d bytes of %d".formatted(made, taken));
                MemorySegment.copy(chunk, 0, target, ValueLayout.JAVA_BYTE, from, taken);
                from += taken;
            }
        } catch (ShortBufferException e) {
            throw new AssertionError("AES-CTR gives as many bytes as it takes", e);
        } finally {
            Arrays.fill(chunk, 0, (int) Math.min(CHUNK_BYTES, length), (byte) 0);
        }
        givenBytes += length;
    }

    /// Ends the stream.
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "PrgAes";
    }
}

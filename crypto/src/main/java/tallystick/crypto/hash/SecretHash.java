package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// [Transcript] for secrets: same injective form, input and output off the heap.
///
/// **Why** the platform's SHA-256 keeps its block on the heap, where secrets are copied and never wiped. The same
/// fields give the same digest here and there.
///
/// **Form** as [Transcript], specified in `docs/spec/transcript.md`.
///
/// **Threads** one hash, one thread. **Timing** depends on labels and lengths only.
///
/// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2 (SHA-256)
public final class SecretHash implements AutoCloseable {
    private final SecretMemory home;
    private final OffHeapSha256 sha256;

    private SecretHash(SecretMemory home, OffHeapSha256 sha256) {
        this.home = home;
        this.sha256 = sha256;
    }

    /// Begins for one purpose.
    ///
    /// @param purpose `tallystick/<protocol>/v<n>/<purpose>`
    /// @param home where the running state and the digests live
    public static SecretHash of(String purpose, SecretMemory home) {
        var hash = new SecretHash(home, OffHeapSha256.open(home));
        hash.text(purpose);
        return hash;
    }

    /// Appends a public field.
    public SecretHash add(String label, Bytes value) {
        header(label, value.length());
        sha256.update(MemorySegment.ofArray(value.toArray()));
        return this;
    }

    /// Appends a digest.
    public SecretHash add(String label, Digest32 value) {
        return add(label, value.bytes());
    }

    /// Appends a number as eight bytes, big-endian, two's complement.
    public SecretHash add(String label, long value) {
        header(label, 8);
        u64(value);
        return this;
    }

    /// Appends text as UTF-8.
    public SecretHash add(String label, String value) {
        return add(label, Bytes.ofUtf8(value));
    }

    /// Appends a secret field.
    public SecretHash add(String label, SecretBytes value) {
        return add(label, value.memory());
    }

    /// Appends a secret field that stands in native memory.
    public SecretHash add(String label, MemorySegment value) {
        header(label, value.byteSize());
        sha256.update(value);
        return this;
    }

    /// 32 secret bytes; the hash stays usable.
    public SecretBytes digest() {
        var digest = home.allocate(Digest32.LENGTH_BYTES);
        sha256.digestTo(digest.memory());
        return digest;
    }

    /// 64 secret bytes, as [Transcript#wide].
    public SecretBytes wide() {
        try (var held = new Held();
                var seed = digest()) {
            var wide = held.hold(home.allocate(2 * Digest32.LENGTH_BYTES));
            for (var block = 0; block < 2; block++) {
                try (var part = SecretHash.of("tallystick/transcript/v1/wide", home)) {
                    part.add("seed", seed).add("block", block);
                    part.sha256.digestTo(
                            wide.memory().asSlice((long) block * Digest32.LENGTH_BYTES, Digest32.LENGTH_BYTES));
                }
            }
            return held.release(wide);
        }
    }

    /// Wipes the running state.
    @Override
    public void close() {
        sha256.close();
    }

    @Override
    public String toString() {
        return "SecretHash";
    }

    private void header(String label, long lengthBytes) {
        sha256.update(Transcript.FIELD);
        text(label);
        u64(lengthBytes);
    }

    private void text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        u32(bytes.length);
        sha256.update(MemorySegment.ofArray(bytes));
    }

    private void u32(int value) {
        for (var shift = 24; shift >= 0; shift -= 8) sha256.update((byte) (value >>> shift));
    }

    private void u64(long value) {
        u32((int) (value >>> 32));
        u32((int) value);
    }
}

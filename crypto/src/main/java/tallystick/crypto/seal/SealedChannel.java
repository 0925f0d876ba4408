package tallystick.crypto.seal;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Two directions of sealed records between two ends, whoever carries them.
///
/// **Why** each direction has its own key and counts its own nonces, so no nonce ever meets a key twice, and a record
/// sent back to its sender does not open (attack A16). Records open in order only: a repeated, dropped or swapped
/// one is malformed, and leaves the channel as it was, so that junk from the network does not end it.
///
/// **Form** u64 record number ‖ u32 length ‖ AES-256-GCM ciphertext with its tag. The nonce is four zero bytes and
/// the number; the caller's context is the associated data. Specified in `docs/spec/sealing.md`.
///
/// **Threads** safe. **Copies** as [Envelope].
///
/// @spec https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf NIST SP 800-38D §8.2.1 (nonces)
public final class SealedChannel implements AutoCloseable {
    /// The most records of one direction.
    public static final long RECORDS_MAX = 1L << 32;

    private static final int CIPHERTEXT_BYTES_MAX = 16 * 1024 * 1024;

    private final SecretBytes sendKey;
    private final SecretBytes receiveKey;
    private long sent;
    private long received;

    SealedChannel(SecretBytes sendKey, SecretBytes receiveKey) {
        this.sendKey = sendKey;
        this.receiveKey = receiveKey;
    }

    private record Parts(long number, Bytes ciphertext) {}

    /// Seals the next record.
    ///
    /// @param context bound, not sent: opening needs the very same bytes
    /// @param plain stays the caller's; less than 16 MiB
    /// @throws IllegalStateException after [#RECORDS_MAX] records or close: our bug
    public synchronized Bytes seal(Bytes context, SecretBytes plain) {
        if (sent >= RECORDS_MAX) throw new IllegalStateException("channel of more than 2^32 records");
        if (plain.length() > CIPHERTEXT_BYTES_MAX - AesGcm.TAG_BYTES)
            throw new IllegalArgumentException("plaintext of %d bytes, 16 MiB or more".formatted(plain.length()));
        var number = sent++;
        return new Writer()
                .u64(number)
                .variable(AesGcm.seal(sendKey, nonce(number), context, plain))
                .toBytes();
    }

    /// Opens the next record; malformed if it is not the next one, or anything in it or the context is wrong.
    ///
    /// @return the plaintext in `home`, the caller's to close
    public synchronized Parsed<SecretBytes> open(Bytes context, Bytes sealed, SecretMemory home) {
        return switch (Reader.parse(sealed, SealedChannel::read)) {
            case Parsed.Malformed<Parts>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Parts>(var parts)
            when parts.number() != received -> new Parsed.Malformed<>(0, "record number %d".formatted(received));
            case Parsed.Ok<Parts>(Parts(var number, var ciphertext)) -> {
                var opened = AesGcm.open(receiveKey, nonce(number), context, ciphertext, home);
                if (opened.isEmpty()) yield new Parsed.Malformed<>(8, "ciphertext of this channel and context");
                received++;
                yield new Parsed.Ok<>(opened.get());
            }
        };
    }

    /// Wipes both keys.
    @Override
    public synchronized void close() {
        sendKey.close();
        receiveKey.close();
    }

    @Override
    public String toString() {
        return "SealedChannel";
    }

    private static Parts read(Reader reader) throws MalformedInput {
        return new Parts(reader.u64("record number"), reader.variable(CIPHERTEXT_BYTES_MAX, "ciphertext"));
    }

    private static Bytes nonce(long number) {
        return new Writer().u32(0).u64(number).toBytes();
    }
}

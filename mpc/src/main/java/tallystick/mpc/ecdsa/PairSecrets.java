package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.PartyId;

/// All that one party keeps about one peer for one key and epoch: base-OT state of both directions and the seed of
/// their zero shares. Made by [PairSetup] at generation, anew at every refresh and reshare.
///
/// **Why** whoever learns Δ or both seeds can read the other's inputs out of later VOLEs, so this is key-grade. It is
/// sealed at rest, **never part of a backup** (a restored copy would stretch seeds a second time; a restore redoes the
/// set-up), and destroyed for good when a check that leaks bits of Δ has failed.
///
/// **Form** [#encode]: magic `tspair` and u8 version 1 ‖ key id 32 ‖ u32 epoch ‖ u16 self ‖ u16 peer ‖ set-up
/// id 32 ‖ Δ 16
/// ‖ chosen seeds 4096 ‖ both seeds 8192 ‖ zero seed 32; 12,415 bytes. `docs/spec/base-ot.md` §5.
///
/// **Threads** safe; one fill at a time works on it, under this object's lock. Signing does not wait for a fill: the
/// zero shares have a lock of their own.
public final class PairSecrets implements AutoCloseable {
    /// Length of the sealed form in bytes.
    public static final int ENCODED_BYTES;

    private static final Bytes MAGIC = Bytes.concat(Bytes.ofUtf8("tspair"), Bytes.copyOf((byte) 1));
    private static final int PUBLIC_BYTES = MAGIC.length() + 32 + 4 + 2 + 2 + 32;
    private static final int ZERO_SEED_BYTES = 32;

    static {
        ENCODED_BYTES = PUBLIC_BYTES
                + ExtensionSenderState.LENGTH_BYTES
                + ExtensionReceiverState.LENGTH_BYTES
                + ZERO_SEED_BYTES;
    }

    private final PairName name;
    private final Digest32 setupId;
    private final ExtensionSenderState sender;
    private final ExtensionReceiverState receiver;
    private final SecretBytes zeroSeed;
    /// Held while the zero seed is read or wiped.
    private final Object zeroLock = new Object();
    private long fills;
    private volatile boolean destroyed;
    private volatile boolean banned;

    /// Takes over the states.
    PairSecrets(
            PairName name,
            Digest32 setupId,
            ExtensionSenderState sender,
            ExtensionReceiverState receiver,
            SecretBytes zeroSeed) {
        this.name = name;
        this.setupId = setupId;
        this.sender = sender;
        this.receiver = receiver;
        this.zeroSeed = zeroSeed;
    }

    /// Whose, for which key and epoch.
    public PairName name() {
        return name;
    }

    /// Hash of the set-up's messages: equal on both sides, and on no other set-up.
    public Digest32 setupId() {
        return setupId;
    }

    /// Whether the secrets are gone: banned, refreshed or closed.
    public boolean isDestroyed() {
        return destroyed;
    }

    /// The zero-share value of this pair for one session: PRF(k_ij, session) mod n, the same on both sides. The caller
    /// closes it.
    ///
    /// @return none if destroyed: a fill that runs beside may have met a cheat at any moment
    public Optional<SecretScalar> zeroShare(Digest32 session, SecretMemory home) {
        synchronized (zeroLock) {
            if (destroyed) return Optional.empty();
            try (var hash = SecretHash.of("tallystick/zero-share/v1/value", home);
                    var wide =
                            hash.add("seed", zeroSeed).add("session", session).wide()) {
                return Optional.of(Curve.SECP256K1.group().reduceSecretWide(wide, home));
            }
        }
    }

    /// The form to be sealed, in `home`.
    ///
    /// @throws IllegalStateException if destroyed: our bug
    /// @spec docs/spec/base-ot.md#BO-10 base-ot
    public synchronized SecretBytes encode(SecretMemory home) {
        requireAlive();
        var writer = new Writer();
        writer.raw(MAGIC).raw(name.key().bytes()).u32(name.epoch());
        name.self().write(writer);
        name.peer().write(writer);
        var front = writer.raw(setupId.bytes()).toBytes();
        var encoded = home.allocate(ENCODED_BYTES);
        var slices = new Slices(encoded.memory());
        MemorySegment.copy(front.toArray(), 0, slices.next(PUBLIC_BYTES), ValueLayout.JAVA_BYTE, 0, PUBLIC_BYTES);
        slices.next(ExtensionSenderState.LENGTH_BYTES).copyFrom(sender.memory());
        slices.next(ExtensionReceiverState.LENGTH_BYTES).copyFrom(receiver.memory());
        slices.next(ZERO_SEED_BYTES).copyFrom(zeroSeed.memory());
        return encoded;
    }

    /// Reads the sealed form after its seal was opened; the secrets are copied to `home`.
    public static Parsed<PairSecrets> parse(SecretBytes encoded, SecretMemory home) {
        if (encoded.length() != ENCODED_BYTES)
            return new Parsed.Malformed<>(0, "pair secrets of %d bytes".formatted(ENCODED_BYTES));
        var slices = new Slices(encoded.memory());
        var front = Bytes.copyOf(slices.next(PUBLIC_BYTES).toArray(ValueLayout.JAVA_BYTE));
        return Reader.parse(front, PairSecrets::readFront).map(named -> copied(named, slices, home));
    }

    private static PairSecrets copied(Named named, Slices slices, SecretMemory home) {
        try (var held = new Held()) {
            var sender = held.hold(copy(slices.next(ExtensionSenderState.LENGTH_BYTES), home));
            var receiver = held.hold(copy(slices.next(ExtensionReceiverState.LENGTH_BYTES), home));
            var zeroSeed = held.hold(copy(slices.next(ZERO_SEED_BYTES), home));
            return held.release(new PairSecrets(
                    named.name(),
                    named.setupId(),
                    new ExtensionSenderState(sender),
                    new ExtensionReceiverState(receiver),
                    zeroSeed));
        }
    }

    private record Named(PairName name, Digest32 setupId) {}

    private static Named readFront(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "pair secrets version 1");
        var key = Digest32.read(reader, "key id");
        var epochAt = reader.position();
        var epoch = reader.u32("epoch");
        if (epoch == 0) throw new MalformedInput(epochAt, "epoch from 1");
        var self = PartyId.read(reader, "self");
        var peerAt = reader.position();
        var peer = PartyId.read(reader, "peer");
        if (peer.equals(self)) throw new MalformedInput(peerAt, "peer other than self");
        return new Named(new PairName(key, epoch, self, peer), Digest32.read(reader, "set-up id"));
    }

    private static SecretBytes copy(MemorySegment source, SecretMemory home) {
        var copy = home.allocate((int) source.byteSize());
        copy.memory().copyFrom(source);
        return copy;
    }

    /// State for directions in which this party is VOLE sender. Only inside `synchronized (this)`.
    ExtensionSenderState sender() {
        requireAlive();
        return sender;
    }

    /// State for directions in which this party is VOLE receiver. Only inside `synchronized (this)`.
    ExtensionReceiverState receiver() {
        requireAlive();
        return receiver;
    }

    /// A number no other fill of this object has.
    synchronized long nextFill() {
        requireAlive();
        return fills++;
    }

    /// Whether the secrets are gone because the peer failed a check in this process.
    boolean isBanned() {
        return banned;
    }

    /// Destroys everything, for good, and says why: the peer has failed a check.
    void ban() {
        banned = true;
        close();
    }

    /// Destroys everything, for good. Idempotent.
    @Override
    public synchronized void close() {
        destroyed = true;
        sender.close();
        receiver.close();
        synchronized (zeroLock) {
            zeroSeed.close();
        }
    }

    @Override
    public String toString() {
        return "PairSecrets " + name;
    }

    private void requireAlive() {
        if (destroyed) throw new IllegalStateException("pair secrets used after they were destroyed");
    }
}

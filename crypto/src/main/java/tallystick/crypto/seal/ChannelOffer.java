package tallystick.crypto.seal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Hkdf;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// One side's fresh half of a [SealedChannel], to be spent once.
///
/// **Why** each side's key is fresh for each channel, so no two channels ever share a key, whatever the other side and
/// the network replay (attack A16). Who offers is proved by the identity key's signature over [#statement]; the peer's
/// must be verified before [#accept].
///
/// **Threads** may be handed over; spent by one.
public final class ChannelOffer implements AutoCloseable {
    private static final int KEY_BYTES = AesGcm.KEY_BYTES;

    private final AtomicReference<Optional<AgreementKey>> unspent;
    private final AgreementPoint point;

    private ChannelOffer(AgreementKey key) {
        this.unspent = new AtomicReference<>(Optional.of(key));
        this.point = key.point();
    }

    /// The two ends of a channel.
    ///
    /// @param mine this side's identity
    /// @param peers the other's
    public record Ends(VerifyKey mine, VerifyKey peers) {
        /// @throws IllegalArgumentException if both are the same: the caller's fault
        public Ends {
            if (mine.equals(peers)) throw new IllegalArgumentException("a channel with oneself");
        }

        private boolean mineIsLower() {
            return mine.bytes().compareTo(peers.bytes()) < 0;
        }
    }

    /// A fresh offer.
    public static ChannelOffer fresh(Entropy entropy, SecretMemory home) {
        return new ChannelOffer(AgreementKey.generate(entropy, home));
    }

    /// The public half, sent to the peer.
    public AgreementPoint point() {
        return point;
    }

    /// What `from` signs to offer `point` to `to` in `session`.
    public static Digest32 statement(Digest32 session, VerifyKey from, VerifyKey to, AgreementPoint point) {
        return Transcript.of("tallystick/channel/v1/offer")
                .add("session", session)
                .add("from", from.bytes())
                .add("to", to.bytes())
                .add("point", point.bytes())
                .digest();
    }

    /// Spends this offer with the peer's.
    ///
    /// @param session what the channel is for, the same on both sides
    /// @param peersPoint verified to be the peer's
    /// @return none if the peer's offer is this one sent back
    /// @throws IllegalStateException if it was spent or closed before: our bug
    /// @spec docs/spec/sealing.md#SE-3 sealing
    public Optional<SealedChannel> accept(Ends ends, Digest32 session, AgreementPoint peersPoint, SecretMemory home) {
        if (peersPoint.equals(point)) return Optional.empty();
        var key = unspent.getAndSet(Optional.empty());
        if (key.isEmpty()) throw new IllegalStateException("channel offer used twice or after close");
        var lower = ends.mineIsLower();
        var salt = Transcript.of("tallystick/channel/v1/salt")
                .add("session", session)
                .add("lower id", (lower ? ends.mine() : ends.peers()).bytes())
                .add("higher id", (lower ? ends.peers() : ends.mine()).bytes())
                .add("lower point", (lower ? point : peersPoint).bytes())
                .add("higher point", (lower ? peersPoint : point).bytes())
                .digest()
                .bytes();
        try (var own = key.get();
                var shared = own.agree(peersPoint, home);
                var held = new Held()) {
            var upward = held.hold(key(shared, salt, "lower to higher", home));
            var downward = key(shared, salt, "higher to lower", home);
            return held.release(
                    Optional.of(lower ? new SealedChannel(upward, downward) : new SealedChannel(downward, upward)));
        }
    }

    /// Wipes an offer that was not spent.
    @Override
    public void close() {
        unspent.getAndSet(Optional.empty()).ifPresent(AgreementKey::close);
    }

    @Override
    public String toString() {
        return "ChannelOffer " + point;
    }

    private static SecretBytes key(SecretBytes shared, Bytes salt, String direction, SecretMemory home) {
        var info = Transcript.of("tallystick/channel/v1/key")
                .add("direction", direction)
                .digest()
                .bytes();
        return Hkdf.sha256(shared, salt, info, KEY_BYTES, home);
    }
}

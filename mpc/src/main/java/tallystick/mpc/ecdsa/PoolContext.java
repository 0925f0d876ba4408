package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// The names of one fill: what both sides agree on, each direction's instance, its pool.
///
/// @param pair whose, seen by this party
/// @param setupId of the base OTs both sides must hold
/// @param session the run
/// @param items of each direction
record PoolContext(PairName pair, Digest32 setupId, SessionId session, int items) {
    private static final String PROTOCOL = "tallystick/pool/v1/";

    /// What one side brings to the name of a fill.
    ///
    /// @param boot which life of its process
    /// @param fresh 32 bytes
    record Side(BootId boot, Bytes fresh) {}

    /// What must be equal on both sides before any OT state is touched.
    Digest32 agreement() {
        return start("agreement").digest();
    }

    /// 32 bytes never used before: chance, and a number in case chance fails.
    static Bytes fresh(Bytes random, BootId boot, long fill) {
        return Transcript.of(PROTOCOL + "fresh")
                .add("random", random)
                .add("boot", boot.value())
                .add("fill", fill)
                .digest()
                .bytes();
    }

    /// What each side heard in the hellos. Compared before anything is checked that could ban: a peer that was
    /// restarted in the middle, or whose first message was lost, is out of step and no cheat.
    Digest32 hellos(Side own, Side theirs) {
        var lower = pair.selfIsLower() ? own : theirs;
        var higher = pair.selfIsLower() ? theirs : own;
        return start("hellos")
                .add("lower boot", lower.boot().value())
                .add("lower fresh", lower.fresh())
                .add("higher boot", higher.boot().value())
                .add("higher fresh", higher.fresh())
                .digest();
    }

    /// Names one extension: the nonce under which seeds are stretched.
    Digest32 instance(PartyId sender, PartyId receiver, Side senderSide, Side receiverSide) {
        return start("instance")
                .add("sender", sender.value())
                .add("receiver", receiver.value())
                .add("sender boot", senderSide.boot().value())
                .add("receiver boot", receiverSide.boot().value())
                .add("sender fresh", senderSide.fresh())
                .add("receiver fresh", receiverSide.fresh())
                .digest();
    }

    /// Names the items of one direction; the extension's transcript holds the instance.
    /// @spec docs/spec/vole.md#VO-10 vole
    static PoolId poolId(Digest32 extensionTranscript) {
        return new PoolId(Transcript.of(PROTOCOL + "id")
                .add("extension", extensionTranscript)
                .digest());
    }

    private Transcript start(String purpose) {
        return Transcript.of(PROTOCOL + purpose)
                .add("session", session.value())
                .add("key", pair.key())
                .add("epoch", pair.epoch())
                .add("lower", pair.lower().value())
                .add("higher", pair.higher().value())
                .add("set-up", setupId)
                .add("items", items);
    }
}

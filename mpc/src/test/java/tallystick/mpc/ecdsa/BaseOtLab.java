package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// What a sender of base OTs can try that no honest code can be bent to.
public final class BaseOtLab {
    private BaseOtLab() {}

    /// Whether a receiver believes openings that fit the challenges made of them, but not the pad it chose.
    public static boolean believesOpeningsOfOtherPads(long seed) {
        var entropy = new SeededEntropy(seed);
        var key = Transcript.of("key").digest();
        var context = BaseOtContext.of(new SessionId(key), key, 1, new PartyId(1), new PartyId(2));
        try (var home = SecretMemory.open();
                var secret = Curve.SECP256K1.group().randomSecret(entropy, home);
                var checks = home.allocate(2 * BaseOtContext.LIST_BYTES);
                var receiver =
                        new BaseOtReceiver(context, secret.timesGenerator().orThrow("random"), entropy, home)) {
            receiver.choices(entropy);
            var openings = entropy.bytes(2 * BaseOtContext.LIST_BYTES);
            try (var made = home.allocate(2 * BaseOtContext.LIST_BYTES)) {
                made.memory().copyFrom(MemorySegment.ofArray(openings.toArray()));
                for (var half = 0L; half < 2; half++)
                    context.checks(
                            made.memory().asSlice(half * BaseOtContext.LIST_BYTES, BaseOtContext.LIST_BYTES),
                            checks.memory().asSlice(half * BaseOtContext.LIST_BYTES, BaseOtContext.LIST_BYTES),
                            home);
            }
            var challenges = checks.memory().asSlice(0, BaseOtContext.LIST_BYTES);
            Xor.into(
                    challenges,
                    checks.memory().asSlice(BaseOtContext.LIST_BYTES, BaseOtContext.LIST_BYTES),
                    BaseOtContext.LIST_BYTES);
            Bytes sent = BaseOtContext.joined(challenges);
            receiver.responses(sent);
            return receiver.accepts(openings);
        }
    }
}

package tallystick.mpc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochChangeForm;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.ValueEvidence;
import tallystick.mpc.ecdsa.EcdsaSignature;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.frost.PoolAnnouncement;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

/// Whatever the bytes, every reader of stored and exchanged forms answers; and what it accepts is the one form of it.
class FormatFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();
    private static final DealtKey DEALT = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 1);
    private static final TrialCeremony CEREMONY =
            TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, HOME, 1);

    private static <T> void check(Bytes input, Parsed<T> read, Function<T, Bytes> encode) {
        switch (read) {
            case Parsed.Ok<T>(var value) -> assertThat(encode.apply(value)).isEqualTo(input);
            case Parsed.Malformed<T>(var offset, var expected) ->
                assertThat(offset).as(expected).isBetween(0, input.length());
        }
    }

    @FuzzTest
    void anyPublicForm_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var input = Bytes.copyOf(bytes);
        check(input, GroupKey.parse(input), GroupKey::encode);
        check(input, Certificate.parse(input), Certificate::encode);
        check(input, EpochStatement.parse(input), EpochStatement::encode);
        check(
                input,
                EpochChangeForm.parse(input, DEALT.key().id()),
                (EpochChange state) -> EpochChangeForm.encode(state));
        check(input, ValueEvidence.parse(input, CEREMONY.plan()), ValueEvidence::encode);
        check(input, NonceBatch.parse(input), NonceBatch::encode);
        check(input, SigningTerms.parse(input), SigningTerms::encode);
        check(input, SigningSetup.parse(input), SigningSetup::encode);
        check(input, EcdsaSignature.parseCompact(input), EcdsaSignature::compact);
        for (var scheme : Scheme.values())
            if (scheme != Scheme.ECDSA_SECP256K1)
                check(input, SchnorrSignature.parse(scheme, input), SchnorrSignature::encoded);
        for (var curve : Curve.values())
            check(input, PoolAnnouncement.parse(input, curve.group()), PoolAnnouncement::encode);
    }

    @FuzzTest
    void anyDer_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var input = Bytes.copyOf(bytes);
        check(
                input,
                EcdsaSignature.parseDer(
                        input, SigningWorld.digest(1), DEALT.key().point()),
                EcdsaSignature::der);
    }

    @FuzzTest
    void anySecretForm_isRefused_andLeavesNothingOpen(byte @NotNull [] bytes) {
        if (bytes.length == 0) return;
        var before = HOME.lentBytes();
        try (var secret = SecretBytes.takeFrom(bytes.clone(), HOME)) {
            if (KeptShare.parse(secret, DEALT.key(), new PartyId(1), HOME) instanceof Parsed.Ok(var share))
                share.close();
            if (PairSecrets.parse(secret, HOME) instanceof Parsed.Ok(var pair)) pair.close();
        }
        assertThat(HOME.lentBytes()).isEqualTo(before);
    }
}

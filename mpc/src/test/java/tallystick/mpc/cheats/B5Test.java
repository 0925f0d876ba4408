package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;

/// Every point field of every ceremony message and of the group key, filled with what is no good point.
@DisplayName("B5 identity, low order, invalid curve, non-canonical")
class B5Test {
    private static final PartyId CHEATER = new PartyId(2);
    private static final int PROVEN_SCALAR_LENGTH_BYTES = 32;

    @Test
    void badPoint_inEveryFieldOfAnOpening_isMalformed() {
        var cases = 0;
        for (var scheme : List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519))
            try (var home = SecretMemory.open()) {
                var trial = TrialCeremony.generate("2 of (a, 2 of (b, c))", scheme, home, 1);
                for (var offset : pointOffsets(scheme))
                    for (var bad : badPoints(scheme.curve())) {
                        var dealer = new CheatingDealer(trial, CHEATER);
                        var outcomes = trial.network()
                                .meddle(dealer.sends(2, bytes -> CheatingDealer.overwrite(bytes, offset, bad)))
                                .run();
                        Outcomes.assertBlamed(
                                outcomes, Outcomes.honest(trial.plan().parties(), CHEATER), Fault.MALFORMED, CHEATER);
                        cases++;
                    }
            }
        assertThat(cases).isEqualTo(6 * 7 + 6 * 12);
    }

    @Test
    void badPoint_inTheGroupKey_isMalformed() {
        var cases = 0;
        for (var scheme : List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519))
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var encoded = dealt.key().encode();
                var length = dealt.key().group().pointLengthBytes();
                var keyAt = encoded.length() - 3 * length - 2 - 32 - length;
                var offsets = List.of(
                        keyAt, encoded.length() - length, encoded.length() - 2 * length, encoded.length() - 3 * length);
                assertThat(encoded.slice(keyAt, keyAt + length))
                        .isEqualTo(dealt.key().point().encode());
                for (var offset : offsets)
                    for (var bad : badPoints(scheme.curve())) {
                        assertThat(GroupKey.parse(CheatingDealer.overwrite(encoded, offset, bad)))
                                .isInstanceOf(Parsed.Malformed.class);
                        cases++;
                    }
            }
        assertThat(cases).isEqualTo(4 * 7 + 4 * 12);
    }

    /// Constant, its proof's nonce, and the same of both gates' coefficients.
    private static List<Integer> pointOffsets(Scheme scheme) {
        var length = scheme.curve().group().pointLengthBytes();
        var proven = 2 * length + PROVEN_SCALAR_LENGTH_BYTES;
        var offsets = new ArrayList<Integer>();
        var at = MessageHeader.LENGTH_BYTES + 2;
        for (var i = 0; i < 3; i++) {
            offsets.add(at);
            offsets.add(at + length);
            at += proven + (i == 0 ? 4 : 2);
        }
        return offsets;
    }

    private static List<Bytes> badPoints(Curve curve) {
        return switch (curve) {
            case SECP256K1 ->
                List.of(
                        Bytes.copyOf(new byte[33]),
                        hex("02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
                        hex("02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
                        hex("020000000000000000000000000000000000000000000000000000000000000005"),
                        hex("0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
                        hex("0779be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
                        hex("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"));
            case ED25519 ->
                List.of(
                        hex("0100000000000000000000000000000000000000000000000000000000000000"),
                        hex("0100000000000000000000000000000000000000000000000000000000000080"),
                        hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
                        hex("0000000000000000000000000000000000000000000000000000000000000000"),
                        hex("0000000000000000000000000000000000000000000000000000000000000080"),
                        hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
                        hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
                        hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
                        hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
                        hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
                        hex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
                        hex("0200000000000000000000000000000000000000000000000000000000000000"));
        };
    }

    private static Bytes hex(String text) {
        return Bytes.ofHex(text);
    }
}

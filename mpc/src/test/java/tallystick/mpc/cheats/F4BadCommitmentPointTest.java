package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;

/// F4 and B5: a commitment that is the identity, of small or mixed order, off the curve or written in another way.
class F4BadCommitmentPointTest {
    private static final PartyId CHEATER = new PartyId(2);
    private static final int FIRST_POINT_AT = MessageHeader.LENGTH_BYTES + 32 + 2;

    private static final List<String> ED25519 = List.of(
            // the identity, and y = 1 with the sign bit set
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            // order 2, 4, 4, 8, 8
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            // y = p, p + 1, 2^255 - 1: not canonical
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            // the generator's y with order-2 part added: mixed order
            "9599999999999999999999999999999999999999999999999999999999999999",
            // y = 2: no x
            "0200000000000000000000000000000000000000000000000000000000000000");

    private static final List<String> SECP256K1 = List.of(
            // no identity can be written; zeros
            "000000000000000000000000000000000000000000000000000000000000000000",
            // x = 5: no y; x = p and x above p
            "020000000000000000000000000000000000000000000000000000000000000005",
            "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
            "03ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            // hybrid and uncompressed prefixes before the generator's x
            "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
            "0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
            "0779be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    @Test
    void badPoint_inEitherCommitment_namesItsSender() {
        var tried = 0;
        for (var scheme : FrostTrial.SCHEMES) {
            var points = scheme == Scheme.FROST_ED25519 ? ED25519 : SECP256K1;
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var setup = FrostTrial.setup(dealt, 1, 2, 3);
                for (var point : points) {
                    for (var place = 0; place < 2; place++) {
                        var bad = Bytes.ofHex(point);
                        var at = FIRST_POINT_AT + place * bad.length();
                        var outcomes = FrostTrial.network(dealt, setup, 1)
                                .meddle(Meddler.where(
                                        parcel -> parcel.from().equals(CHEATER) && parcel.round() == 1,
                                        parcel -> List.of(parcel.with(with(parcel.message(), at, bad)))))
                                .run();
                        var honest = Outcomes.honest(setup.set().parties(), CHEATER);
                        Outcomes.assertBlamed(outcomes, honest, Fault.MALFORMED, CHEATER);
                        tried++;
                    }
                }
            }
        }
        assertThat(tried).isEqualTo(2 * (ED25519.size() + 2 * SECP256K1.size()));
    }

    private static Bytes with(Bytes message, int at, Bytes replacement) {
        return Bytes.concat(
                message.slice(0, at), replacement, message.slice(at + replacement.length(), message.length()));
    }
}

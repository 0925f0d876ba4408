package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// D11, points that are none (Devious Transfer): the identity, points off the curve, other spellings, in every point
/// field of the set-up.
class D11Test {
    private static final PartyId HONEST = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);

    private record Field(int round, FieldSpan span) {}

    @Test
    void everyPointField_withoutAGoodPoint_isMalformed() {
        var fields = List.of(
                new Field(1, new FieldSpan("B", 35, 33)),
                new Field(1, new FieldSpan("nonce", 68, 33)),
                new Field(2, new FieldSpan("A_1", 35, 33)),
                new Field(2, new FieldSpan("A_64", 35 + 63 * 33, 33)),
                new Field(2, new FieldSpan("A_128", 35 + 127 * 33, 33)));
        var bad = List.of(
                Bytes.copyOf(new byte[33]),
                // x = 5 is not on the curve; x = p is not below p
                Bytes.ofHex("02" + "00".repeat(31) + "05"),
                Bytes.ofHex("02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
                Bytes.ofHex("04" + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
                Bytes.ofHex("06" + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
                Bytes.ofHex("07" + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"));
        var ran = new ArrayList<String>();
        for (var field : fields) {
            for (var encoded : bad) {
                try (var trial = new VoleTrial(11)) {
                    var network = trial.setup(2, 1)
                            .meddle(Rewriter.ofBytes(
                                    Rewriter.sentBy(CHEATER, field.round()),
                                    message -> field.span().replace(message, encoded)));
                    Outcomes.assertBlamed(network.run(), List.of(HONEST), Fault.MALFORMED, CHEATER);
                    ran.add(field.span().field());
                }
            }
        }
        assertThat(ran).hasSize(30);
    }
}

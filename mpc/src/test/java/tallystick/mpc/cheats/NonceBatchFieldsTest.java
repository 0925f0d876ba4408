package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;

/// Every field of a batch of commitments, spoilt in every way on its way to party 2: what no longer parses is not kept,
/// and what does has another name, so that the session that spends it is stopped by party 2 and costs nobody a ban.
class NonceBatchFieldsTest {
    private static final int COUNT = 2;

    @Test
    void version_spoilt_isNotRead() {
        assertThat(sweep(new FieldSpan("version", 0, 1), false)).isGreaterThan(4);
    }

    @Test
    void boot_spoilt_makesAnotherBatch() {
        assertThat(sweep(new FieldSpan("boot", 1, 32), true)).isGreaterThan(4);
    }

    @Test
    void freshBytes_spoilt_makeAnotherBatch() {
        assertThat(sweep(new FieldSpan("fresh bytes", 33, 32), true)).isGreaterThan(4);
    }

    @Test
    void count_spoilt_isNotRead() {
        assertThat(sweep(new FieldSpan("count", 65, 2), false)).isGreaterThan(4);
    }

    @Test
    void commitments_spoilt_makeAnotherBatch() {
        for (var index = 0; index < COUNT; index++)
            assertThat(sweep(new FieldSpan("commitment " + index, 67 + 32 * index, 32), true))
                    .isGreaterThan(4);
    }

    @Test
    void batch_cutShortOrTooLong_isNotRead() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 91)) {
            var encoded = world.stock(THREE).prepare(COUNT, world.chance(THREE)).encode();
            assertThat(encoded.length()).isEqualTo(67 + 32 * COUNT);
            for (var length = 0; length < encoded.length(); length++)
                assertThat(NonceBatch.parse(encoded.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
            assertThat(NonceBatch.parse(Bytes.concat(encoded, Bytes.copyOf((byte) 0))))
                    .isInstanceOf(Parsed.Malformed.class);
        }
    }

    private static int sweep(FieldSpan field, boolean parses) {
        var cases = 0;
        for (var mutation : Mutation.all()) {
            try (var world = SigningWorld.of("2 of (a, b, c)", 91)) {
                for (var party : List.of(ONE, TWO))
                    world.deliver(party, world.stock(party).prepare(COUNT, world.chance(party)));
                var batch = world.stock(THREE).prepare(COUNT, world.chance(THREE));
                var encoded = batch.encode();
                var spoilt = field.replace(encoded, mutation.apply().apply(field.in(encoded)));
                if (spoilt.equals(encoded)) continue;
                world.stock(ONE).accept(THREE, batch);
                var read = NonceBatch.parse(spoilt);
                assertThat(read instanceof Parsed.Ok)
                        .as("%s, %s", field.field(), mutation.name())
                        .isEqualTo(parses && spoilt.length() == encoded.length());
                if (read instanceof Parsed.Ok<NonceBatch>(var other))
                    assertThat(world.stock(TWO).accept(THREE, other)).isEqualTo(NonceStock.Acceptance.KEPT);
                var outcomes = world.agreeing(world.terms(1, 1, 2, 3)).run();
                Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.ITEM_UNAVAILABLE);
                assertThat(Fault.ITEM_UNAVAILABLE.consequence()).isNotEqualTo(Fault.Consequence.BAN);
                cases++;
            }
        }
        return cases;
    }
}

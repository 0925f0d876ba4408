package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;
import static tallystick.mpc.cheats.SigningCheat.next;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.kit.Crasher;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.SessionId;

/// A19: every failure point of signing has its own fault, and every fault its consequence. No signing message can ban:
/// what bans was checked when the items were made.
class A19SigningTest {
    private record Point(String name, Fault fault, Fault.Consequence consequence, boolean named, Cheat cheat) {}

    private interface Cheat extends Function<Map<PartyId, ChosenSetup>, Meddler> {}

    private static final List<Point> POINTS = List.of(
            point("opening missing", Fault.ABSENT, Fault.Consequence.RETRY, _ -> new Crasher(TWO, 0)),
            point("shares missing", Fault.ABSENT, Fault.Consequence.RETRY, _ -> new Crasher(TWO, 2)),
            point("opening cut short", Fault.MALFORMED, Fault.Consequence.ABORT, _ -> cut(1)),
            point("shares cut short", Fault.MALFORMED, Fault.Consequence.ABORT, _ -> cut(2)),
            point(
                    "opening said to all",
                    Fault.WRONG_MESSAGE_TYPE,
                    Fault.Consequence.ABORT,
                    _ -> Meddler.where(Rewriter.sentBy(TWO, 1), parcel -> List.of(parcel.onTheOtherWay()))),
            point(
                    "consent",
                    Fault.BAD_SIGNATURE,
                    Fault.Consequence.ABORT,
                    agreed -> SigningCheat.consents(
                            TWO,
                            agreed,
                            (_, old) -> new SigningMessage.Consent(
                                    new SessionId(SigningWorld.digest(1)), old.signature()))),
            point(
                    "opening bytes",
                    Fault.BAD_OPENING,
                    Fault.Consequence.ABORT,
                    agreed -> SigningCheat.openings(
                            TWO,
                            agreed,
                            (_, old) -> new SigningMessage.OpenedIndex(
                                    old.noncePoint(),
                                    Bytes.copyOf(new byte[16]),
                                    old.keyPoint(),
                                    old.correction(),
                                    old.blinding()))),
            point(
                    "nonce point",
                    Fault.BAD_OPENING,
                    Fault.Consequence.ABORT,
                    agreed -> SigningCheat.openings(
                            TWO, agreed, (_, old) -> SigningCheat.withNoncePoint(old, next(old.noncePoint())))),
            point(
                    "key-share point",
                    Fault.GAMMA_CHECK,
                    Fault.Consequence.ABORT,
                    agreed -> SigningCheat.openings(
                            TWO, agreed, (_, old) -> SigningCheat.withKeyPoint(old, next(old.keyPoint())))),
            point(
                    "zero-share values where the points fit",
                    Fault.KEY_SHARE_SUM,
                    Fault.Consequence.ABORT,
                    agreed -> SigningCheat.messages(
                            TWO,
                            agreed,
                            SigningMessage.Shares.class,
                            (_, old) -> new SigningMessage.Disclosure(
                                    old.run(),
                                    old.view(),
                                    List.of(new SigningMessage.DisclosedIndex(
                                            0, List.of(SigningCheat.GROUP.scalar(1), SigningCheat.GROUP.scalar(2))))))),
            unnamed(
                    "view",
                    Fault.ECHO_MISMATCH,
                    Fault.Consequence.ABORT,
                    agreed -> SigningCheat.messages(
                            TWO,
                            agreed,
                            SigningMessage.Shares.class,
                            (_, old) -> new SigningMessage.Shares(old.run(), SigningWorld.digest(1), old.shares()))),
            unnamed(
                    "share",
                    Fault.FINAL_VERIFICATION,
                    Fault.Consequence.BURN,
                    agreed -> SigningCheat.shares(
                            TWO,
                            agreed,
                            old -> new SigningMessage.SignatureShare(next(old.denominator()), old.numerator()))));

    @Test
    void everyFailurePoint_hasItsFaultConsequenceAndCulprit() {
        var checked = 0;
        for (var point : POINTS) {
            var outcomes = run(point.cheat());
            var culprits = point.named() ? new PartyId[] {TWO} : new PartyId[0];
            Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), point.fault(), culprits);
            assertThat(point.fault().consequence()).as(point.name()).isEqualTo(point.consequence());
            checked++;
        }
        assertThat(checked).isEqualTo(12);
    }

    @Test
    void faultsOfSigning_neverBan() {
        assertThat(POINTS).extracting(Point::consequence).doesNotContain(Fault.Consequence.BAN);
        assertThat(List.of(
                        Fault.SETUP_MISMATCH,
                        Fault.WRONG_COUNT,
                        Fault.BAD_SIGNATURE,
                        Fault.ZERO_SHARE_DISPUTE,
                        Fault.KEY_SHARE_SUM,
                        Fault.GAMMA_CHECK))
                .extracting(Fault::consequence)
                .containsOnly(Fault.Consequence.ABORT);
        assertThat(List.of(Fault.ITEM_UNAVAILABLE, Fault.ZERO_VALUE))
                .extracting(Fault::consequence)
                .containsOnly(Fault.Consequence.RETRY);
    }

    private static SortedMap<PartyId, Run.Outcome<SigningResult>> run(Cheat cheat) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 19).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            return SigningWorld.signing(agreed).meddle(cheat.apply(agreed)).run();
        }
    }

    private static Point point(String name, Fault fault, Fault.Consequence consequence, Cheat cheat) {
        return new Point(name, fault, consequence, true, cheat);
    }

    private static Point unnamed(String name, Fault fault, Fault.Consequence consequence, Cheat cheat) {
        return new Point(name, fault, consequence, false, cheat);
    }

    private static Meddler cut(int round) {
        return Rewriter.ofBytes(Rewriter.sentBy(TWO, round), message -> message.slice(0, message.length() - 1));
    }
}

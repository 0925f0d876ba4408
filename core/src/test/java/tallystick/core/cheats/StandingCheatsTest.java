package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Trials.agreed;
import static tallystick.core.kit.Trials.evidence;
import static tallystick.core.kit.Trials.rule;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.SeenCount;
import tallystick.core.court.Standing;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Trials;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("What a node holds, written down and read again, docs/spec/court.md CO-10 and CO-11")
class StandingCheatsTest {
    private static Standing again(Standing standing) {
        return Standing.parse(standing.encode()).orThrow();
    }

    @Test
    void writtenDown_itRulesTheSame_afterwards() {
        for (var standing : List.of(Trials.standing(), Trials.busy())) {
            var evidence = agreed(evidence(), standing, "dee", "eli");
            var ruling = rule(evidence, standing);
            var repeated = rule(evidence, again(standing));
            assertThat(Trials.words(repeated)).isEqualTo(Trials.words(ruling));
            assertThat(repeated.basis().digest()).isEqualTo(ruling.basis().digest());
            assertThat(again(standing).encode()).isEqualTo(standing.encode());
        }
    }

    @Test
    void everythingItHolds_isInItsBytes() {
        var busy = Trials.busy();
        var version = new DocumentVersion(DocumentKind.POLICY, 2, Ballots.digest("next"), Trials.NOW);
        var forms = new HashSet<Bytes>();
        for (var standing : List.of(
                busy,
                busy.with(Counters.none()),
                busy.with(Trials.counted().release(Judging.intent(1))),
                busy.with(Past.none()),
                busy.withSeen(Map.of()),
                busy.with(Trials.standing().freezes()),
                busy.withAwaited(List.of(version)),
                Standing.of(busy.workspace(), "beta", busy.documents()),
                busy.with(Trials.documents(Trials.policy(Trials.RULES.replace("12000", "12001"))))))
            assertThat(forms.add(standing.encode())).isTrue();
        assertThat(forms).hasSize(9);
    }

    @Test
    void versionsThatOthersMayHave_areReadAsTheyWereWritten() {
        var versions = List.of(
                new DocumentVersion(DocumentKind.POLICY, 2, Ballots.digest("next"), Trials.NOW),
                new DocumentVersion(DocumentKind.PEOPLE, 7, Ballots.digest("other"), Trials.NOW.plusSeconds(5)));
        var awaiting = Trials.busy().withAwaited(versions);
        assertThat(again(awaiting).awaited()).isEqualTo(versions);
        assertThat(again(awaiting).encode()).isEqualTo(awaiting.encode());
    }

    /// Without its slot a payment would be one more than the chain takes.
    @Test
    void paymentInASlot_staysInIt() {
        var slot = new Slot(Ballots.digest("slot"));
        var payment = new Past.Payment(
                Judging.intent(1), Trials.NOW, Judging.PAYEE, Judging.ETHER, BigInteger.TEN, Optional.of(slot));
        var standing = Trials.busy().with(new Past(List.of(payment)));
        assertThat(again(standing).past().payments()).containsExactly(payment);
    }

    @Test
    void countsThatWereRead_goOnCounting_andWhatWasGivenUp_staysSo() {
        var counters = again(Trials.busy()).counters();
        assertThat(counters.state(Judging.intent(1))).isEqualTo(Optional.of(Counters.State.RESERVED));
        assertThat(counters.state(Judging.intent(2))).isEqualTo(Optional.of(Counters.State.COMMITTED));
        assertThat(counters.reserve(Judging.intent(3), List.of(), Trials.NOW))
                .isInstanceOf(Counters.Reservation.Ended.class);
        assertThat(counters.keys())
                .singleElement()
                .satisfies(key -> assertThat(counters.entries(key)).hasSize(2));
    }

    @Test
    void bytesThatWereTurned_orCut_areRefused_orAnotherStanding() {
        var bytes = Trials.busy().encode();
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < 400; i++) {
            var changed = bytes.toArray();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            var parsed = Standing.parse(Bytes.copyOf(changed));
            if (parsed instanceof Parsed.Ok<Standing>(var standing))
                assertThat(standing.encode()).isEqualTo(Bytes.copyOf(changed));
            else refused++;
        }
        assertThat(refused).isGreaterThan(50);
        for (var length : Stream.iterate(0, each -> each < bytes.length(), each -> each + 97)
                .toList()) assertThat(Standing.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(Standing.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0)))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void whatStandsTwice_orInAnotherOrder_isRefused() {
        var one = new SeenCount(7, Trials.NOW, Ballots.digest("said"));
        var key = Ballots.digest("key");
        var standing = Trials.standing().withSeen(Map.of(key, List.of(one)));
        var bytes = standing.encode();
        var entry = bytes.length() - 4 - 4 - 4 - 32 - 8 - 12 - 32;
        var twice = Bytes.concat(
                Bytes.concat(bytes.slice(0, entry), Bytes.copyOf((byte) 0, (byte) 0, (byte) 0, (byte) 2)),
                Bytes.concat(
                        Bytes.concat(
                                bytes.slice(entry + 4, bytes.length() - 4), bytes.slice(entry + 4, bytes.length() - 4)),
                        bytes.slice(bytes.length() - 4, bytes.length())));
        assertThat(bytes.slice(entry, entry + 4)).isEqualTo(Bytes.copyOf((byte) 0, (byte) 0, (byte) 0, (byte) 1));
        assertThat(Standing.parse(twice)).isInstanceOf(Parsed.Malformed.class);
    }
}

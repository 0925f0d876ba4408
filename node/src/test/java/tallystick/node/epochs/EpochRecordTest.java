package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

@DisplayName("The record of a key's epochs stays readable, docs/spec/node-wire.md")
class EpochRecordTest {
    private static final Digest32 ID = StandardHash.sha256(Bytes.ofUtf8("key"));
    private static final List<String> NAMES = List.of("alpha", "bravo");
    private static final PartyId SELF = new PartyId(1);
    private static final int LIMIT = 1024;

    private static GroupKey key(int epoch) {
        var tree = QuorumTree.parse("all(alpha, bravo)").orThrow();
        var one =
                Scheme.FROST_ED25519.curve().group().scalar(1).timesGenerator().orThrow("one");
        var points = new TreeMap<LeafId, Element>();
        Element point = one;
        for (var leaf : tree.leaves()) {
            point = point.plus(one);
            points.put(leaf.id(), point);
        }
        return new GroupKey(ID, Scheme.FROST_ED25519, tree, epoch, one, ID, points);
    }

    private static SessionId session(int number) {
        return new SessionId(StandardHash.sha256(Bytes.ofUtf8("run %d".formatted(number))));
    }

    /// What the run of an attempt brought forth.
    static EpochCandidate candidate(int base, int attempt) {
        var key = key(base + 1);
        var result = Transcript.of("tallystick/ceremony/v1/result")
                .add("transcript", ID)
                .add("key", key.encode())
                .digest();
        return new EpochCandidate(
                new EpochAttempt(ID, base, attempt, session(base * 10_000 + attempt), 2, result), SELF, key, ID);
    }

    private static EpochChange active(EpochCandidate candidate) {
        var certificate = new Certificate(
                candidate.about(), candidate.key(), candidate.transcript(), new TreeMap<>(), new TreeMap<>());
        return new EpochChange.OldErased(certificate, SELF, 0);
    }

    private static EpochRecord read(EpochRecord record) {
        return EpochRecord.parse(record.encode(), ID).orThrow();
    }

    private static EpochRecord full(EpochChange change) {
        var runs = new HashMap<SessionId, List<String>>();
        for (var i = 0; i < LIMIT; i++) runs.put(session(i), NAMES);
        return new EpochRecord(1, runs, change);
    }

    @Test
    void twoThousandRefreshes_leaveARecordOfOneRun_thatReads() {
        var record = new EpochRecord(0, Map.of(), new EpochChange.Idle(ID, 0, 0));
        for (var epoch = 0; epoch < 2_000; epoch++) {
            var next = candidate(epoch, 1);
            record = record.with(1, next.about().session(), NAMES).orElseThrow().with(active(next));
        }
        assertEquals(2_000, record.change().activeEpoch());
        assertThat(record.runs())
                .hasSize(1)
                .containsKey(candidate(1_999, 1).about().session());
        assertEquals(record, read(record));
    }

    @Test
    void fullRecordOfBefore_reads_andTheNextAttemptMakesItSmall() {
        var record = read(full(active(candidate(1, 1))));
        assertThat(record.runs()).hasSize(LIMIT);
        var next = record.with(2, session(-1), NAMES).orElseThrow();
        assertThat(next.runs()).containsOnlyKeys(session(-1));
        var more = new HashMap<>(record.runs());
        more.put(session(-1), NAMES);
        assertThat(EpochRecord.parse(new EpochRecord(1, more, record.change()).encode(), ID))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void runsOfWhichTheStateSpeaks_stay_untilTheEpochRises() {
        var base = active(candidate(1, 1));
        var first = candidate(2, 1);
        var second = candidate(2, 2);
        var pending = new EpochChange.Pending(base, second, List.of(first), 1, new TreeMap<>());
        var record = new EpochRecord(0, Map.of(candidate(1, 1).about().session(), NAMES), base);
        for (var each : List.of(first, second))
            record = record.with(each.about().attempt(), each.about().session(), NAMES)
                    .orElseThrow()
                    .with(pending);
        assertThat(record.runs()).hasSize(3);
        assertEquals(record, read(record));
        assertThat(record.with(active(first)).runs())
                .containsOnlyKeys(first.about().session());
    }

    static Certificate certificate(EpochCandidate candidate) {
        return new Certificate(
                candidate.about(), candidate.key(), candidate.transcript(), new TreeMap<>(), new TreeMap<>());
    }

    @Test
    void epochBefore_isKeptUntilAllOwnersUseTheNext_alsoWhileAnotherIsBegun() {
        var base = active(candidate(1, 1));
        var next = new EpochChange.Active(certificate(candidate(2, 1)), SELF, new TreeMap<>(), 0);
        var record = new EpochRecord(1, Map.of(), base).with(next);
        assertThat(record.before()).containsExactly(certificate(candidate(1, 1)));
        assertEquals(record, read(record));
        var pending = new EpochChange.Pending(next, candidate(3, 1), List.of(), 0, new TreeMap<>());
        assertEquals(record.before(), read(record.with(pending)).before());
        assertThat(record.with(pending).with(active(candidate(2, 1))).before()).isEmpty();
        assertThat(new EpochRecord(1, Map.of(), new EpochChange.Idle(ID, 2, 0))
                        .with(next)
                        .before())
                .isEmpty();
    }

    /// It was in use, then those of the next one took this node along, and so on.
    @Test
    void epochsBefore_thatNotAllHaveLeft_areAllKept_andTooManyAreTold() {
        var record = new EpochRecord(1, Map.of(), active(candidate(1, 1)));
        for (var epoch = 2; epoch <= 3; epoch++)
            record = record.with(new EpochChange.Active(certificate(candidate(epoch, 1)), SELF, new TreeMap<>(), 0));
        assertEquals(record, read(record));
        assertThat(record.before()).containsExactly(certificate(candidate(1, 1)), certificate(candidate(2, 1)));
        var idle = record.builtOn(certificate(candidate(4, 1)), 1);
        assertEquals(idle, read(idle));
        assertThat(idle.before()).hasSize(3).startsWith(certificate(candidate(1, 1)));
        for (var epoch = 5; epoch <= 10; epoch++) {
            assertThat(idle.whyFull(List.of())).isEmpty();
            idle = idle.with(new EpochChange.Active(certificate(candidate(epoch, 1)), SELF, new TreeMap<>(), 0));
            assertEquals(idle, read(idle));
        }
        var all = idle;
        assertThat(all.before().stream().map(each -> each.key().epoch())).containsExactly(2, 3, 4, 6, 7, 8, 9, 10);
        assertThat(all.whyFull(List.of()))
                .contains("9 epochs of the key go on here: have its nodes answer: until they do the key only signs");
        assertThatThrownBy(() -> OrderedEpoch.checkBuiltOn(all, key(12)))
                .isInstanceOf(CeremonyStopped.class)
                .hasMessageContaining("9 epochs of the key go on here: have");
        assertThat(all.since(4).before()).hasSize(6);
        assertThat(all.since(4).whyFull(List.of())).isEmpty();
        assertEquals(all.since(10), read(all.since(10)));
        assertThat(all.with(active(candidate(10, 1))).before()).isEmpty();
    }

    @Test
    void epochBefore_thatIsNone_orStandsWhereNoneIsKept_isRefused() {
        var next = new EpochChange.Active(certificate(candidate(2, 1)), SELF, new TreeMap<>(), 0);
        var ran = 0;
        for (var each : List.of(
                new EpochRecord(1, Map.of(), active(candidate(2, 1)), List.of(), List.of(certificate(candidate(1, 1)))),
                new EpochRecord(
                        1, Map.of(), new EpochChange.Idle(ID, 3, 0), List.of(), List.of(certificate(candidate(1, 1)))),
                new EpochRecord(1, Map.of(), next, List.of(), List.of(certificate(candidate(2, 1)))),
                new EpochRecord(1, Map.of(), next, List.of(), List.of(certificate(candidate(3, 1)))))) {
            assertThat(EpochRecord.parse(each.encode(), ID)).isInstanceOf(Parsed.Malformed.class);
            ran++;
        }
        assertEquals(4, ran);
    }

    @Test
    void epochBuiltOn_isKeptBesideWhatWasKnown_untilAnEpochIsInUse() {
        var used = new EpochRecord(4, Map.of(), active(candidate(1, 1)));
        var two = certificate(candidate(2, 1));
        var record = used.builtOn(two, 3);
        assertEquals(record, read(record));
        assertEquals(new EpochChange.Idle(ID, 3, 0), record.change());
        assertEquals(3, record.attempt());
        assertThat(record.known()).containsExactly(certificate(candidate(1, 1)), two);
        assertThat(record.gaveUp()).isFalse();
        var again = record.builtOn(certificate(candidate(2, 2)), 7);
        assertThat(again.known()).containsExactly(certificate(candidate(1, 1)), certificate(candidate(2, 2)));
        assertEquals(7, again.attempt());
        var pending = new EpochChange.Pending(record.change(), candidate(3, 1), List.of(), 0, new TreeMap<>());
        assertEquals(record.known(), read(record.with(pending)).known());
        assertEquals(record.known(), read(record.ordered(9)).known());
        var next = new EpochChange.Active(certificate(candidate(3, 1)), SELF, new TreeMap<>(), 0);
        assertThat(record.with(pending).with(next).known()).containsExactly(certificate(candidate(3, 1)));
        assertEquals(Optional.empty(), record.with(pending).with(next).builtOn());
    }

    @Test
    void whoGaveUpBefore_stillHasToEraseThat_whenItBuildsOnALaterEpoch() {
        var left = List.of(certificate(candidate(1, 1)), certificate(candidate(2, 1)));
        var gaveUp = new EpochRecord(0, Map.of(), new EpochChange.Idle(ID, 3, 0), left);
        var record = gaveUp.builtOn(certificate(candidate(4, 1)), 1);
        assertThat(record.gaveUp()).isTrue();
        assertThat(read(record).known()).hasSize(3).startsWith(left.getFirst(), left.getLast());
        var same = gaveUp.builtOn(certificate(candidate(2, 2)), 1);
        assertThat(same.gaveUp()).isTrue();
        assertEquals(same, read(same));
    }

    @Test
    void epochBuiltOn_thatIsNotTheLast_orStandsWhereOneIsInUse_isRefused() {
        var two = Optional.of(certificate(candidate(2, 1)));
        var none = List.<Certificate>of();
        var ran = 0;
        for (var each : List.of(
                new EpochRecord(1, Map.of(), new EpochChange.Idle(ID, 4, 0), List.of(), none, two),
                new EpochRecord(1, Map.of(), active(candidate(2, 1)), List.of(), none, two))) {
            assertThat(EpochRecord.parse(each.encode(), ID)).isInstanceOf(Parsed.Malformed.class);
            ran++;
        }
        var good = new EpochRecord(1, Map.of(), new EpochChange.Idle(ID, 3, 0), List.of(), none, two);
        assertThat(EpochRecord.parse(good.encode(), ID)).isInstanceOf(Parsed.Ok.class);
        var otherKey = StandardHash.sha256(Bytes.ofUtf8("other key"));
        assertThat(EpochRecord.parse(good.encode(), otherKey)).isInstanceOf(Parsed.Malformed.class);
        assertEquals(2, ran);
    }

    @Test
    void attemptBeyondWhatARecordHolds_isRefused() {
        var earlier = IntStream.rangeClosed(1, LIMIT - 2)
                .mapToObj(attempt -> candidate(2, attempt))
                .toList();
        var base = active(candidate(1, 1));
        var last = candidate(2, LIMIT - 1);
        var prepared = new EpochChange.Prepared(base, last, earlier, 0, new TreeMap<>(), new TreeMap<>());
        var runs = new HashMap<SessionId, List<String>>();
        runs.put(candidate(1, 1).about().session(), NAMES);
        runs.put(last.about().session(), NAMES);
        earlier.forEach(each -> runs.put(each.about().session(), NAMES));
        var record = new EpochRecord(LIMIT, runs, prepared);
        assertEquals(record, read(record));
        assertThat(record.with(LIMIT, session(-1), NAMES)).isEmpty();
    }
}

package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.Forger;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("What a key record proves, docs/spec/node-wire.md")
class ShownRecordTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> PAIR = List.of("charlie", "delta");
    private static final String TREE = "2 of (alpha, bravo, charlie)";
    private static final String PAIR_TREE = "all(charlie, delta)";

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private GroupKey known;
    private Forger forger;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
        var card = fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
        known = Certificate.parse(fleet.shown("alpha", card.id()).certificate())
                .orThrow()
                .key();
        forger = new Forger(fleet, known);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private ShownEpoch proved(KeyRecord record) {
        var finding = ShownRecord.judge(record, fleet.roster());
        assertThat(finding).isInstanceOf(ShownEpoch.Finding.Proved.class);
        return ((ShownEpoch.Finding.Proved) finding).epoch();
    }

    private void unproved(String why, KeyRecord record) {
        assertEquals(new ShownEpoch.Finding.Unproved(why), ShownRecord.judge(record, fleet.roster()));
    }

    @Test
    void recordThatAllOfItsNamesSigned_follows_withOwnersAloneAndWithDealersThatLeave() {
        var refreshed = proved(forger.record(2, TREE, 3, THREE, THREE));
        assertEquals(THREE, refreshed.makers());
        assertTrue(refreshed.follows(known));
        var dealt = List.of("charlie", "delta", "alpha");
        assertTrue(proved(forger.record(9, PAIR_TREE, 3, dealt, dealt)).follows(known));
    }

    @Test
    void strangersAndOthersKeysAndThePast_doNotFollow() {
        assertFalse(proved(forger.record(9, PAIR_TREE, 2, PAIR, PAIR)).follows(known));
        var good = proved(forger.record(2, TREE, 3, THREE, THREE));
        assertFalse(good.follows(good.certificate().key()));
        var other = new GroupKey(
                known.id(),
                known.scheme(),
                known.tree(),
                1,
                known.group().scalar(7).timesGenerator().orThrow("seven"),
                known.chainCode(),
                known.leafPoints());
        assertFalse(good.follows(other));
    }

    @Test
    void nameThatStandsTwice_provesNothing() {
        var names = List.of("charlie", "delta", "charlie");
        unproved("a name that stands twice", forger.record(9, PAIR_TREE, 3, names, names));
        var both = List.of("charlie", "charlie");
        unproved("a name that stands twice", forger.record(9, "all(charlie, x)", 2, both, both));
    }

    @Test
    void surplusOrMissingName_provesNothing() {
        var more = List.of("charlie", "delta", "alpha");
        unproved("3 names for 2 parties", forger.record(9, PAIR_TREE, 2, PAIR, more));
        unproved("2 names for 3 parties", forger.record(9, PAIR_TREE, 3, more, PAIR));
    }

    @Test
    void namesOfAnotherTreeOrOrder_proveNothing() {
        var why = "names that do not begin with those of the tree, in its order";
        unproved(why, forger.record(9, "all(x, y)", 2, PAIR, PAIR));
        var turned = List.of("delta", "charlie");
        unproved(why, forger.record(9, PAIR_TREE, 2, turned, turned));
        unproved(why, forger.record(9, TREE, 2, PAIR, PAIR));
    }

    @Test
    void nameWhoseNumberDidNotSign_provesNothing() {
        var names = List.of("charlie", "delta", "alpha");
        unproved(
                "a signature that does not verify",
                forger.record(9, PAIR_TREE, 3, List.of("charlie", "delta", "charlie"), names));
        unproved("not signed by every party of the run", forger.record(9, PAIR_TREE, 3, PAIR, names));
        unproved(
                "a signature that does not verify",
                forger.record(9, PAIR_TREE, 3, names, List.of("charlie", "delta", "operator")));
        unproved(
                "certificate at byte 0: expected certificate format 1",
                new KeyRecord(Bytes.ofUtf8("TSEC\u0002"), names, 0));
    }

    @Test
    void epochsLeftBehind_areKept_untilOneIsInUse() {
        var certificate = proved(forger.record(2, TREE, 3, THREE, THREE)).certificate();
        var idle = new EpochChange.Idle(known.id(), 7, 0);
        var record = new EpochRecord(0, Map.of(), idle, List.of(certificate));
        assertEquals(record, EpochRecord.parse(record.encode(), known.id()).orThrow());
        assertEquals(
                List.of(certificate),
                record.with(new EpochChange.Idle(known.id(), 7, 1)).behind());
        var active = new EpochChange.Active(certificate, new PartyId(1), new TreeMap<>(), 0);
        assertThat(record.with(active).behind()).isEmpty();
        assertThat(EpochRecord.parse(new EpochRecord(0, Map.of(), active, List.of(certificate)).encode(), known.id()))
                .isInstanceOf(Parsed.Malformed.class);
    }
}

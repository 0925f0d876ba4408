package tallystick.tools.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Roster;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.SessionId;
import tallystick.tools.kit.AttestedCeremony;

/// Nodes risk, client and backup have a key together, any two sign. What a node answers the operator's program is its
/// own affair.
@DisplayName("On which epoch an order builds, docs/spec/node-wire.md NW-50")
class EpochInUseTest {
    private static final List<String> ALL = AttestedCeremony.NAMES;
    private static final String TREE = "2 of (risk, client, backup)";

    private final AttestedCeremony ceremony = new AttestedCeremony(7);
    private final GroupKey made = ceremony.certificate().key();
    private final KeyRecord genuine = new KeyRecord(ceremony.certificate().encode(), ALL, 2);

    @AfterEach
    void close() {
        ceremony.close();
    }

    /// A record of a later epoch that all of `signers` signed, as its participants 1, 2 and so on.
    private KeyRecord later(int epoch, String text, List<String> signers) {
        var tree = QuorumTree.parse(text).orThrow();
        var points = new TreeMap<LeafId, Element>();
        Element point = made.point();
        for (var leaf : tree.leaves()) {
            point = point.plus(made.group().scalar(epoch + 3L).timesGenerator());
            points.put(leaf.id(), point);
        }
        var key = new GroupKey(made.id(), made.scheme(), tree, epoch, made.point(), made.chainCode(), points);
        var transcript = Transcript.of("tallystick/test/v1/forged").digest();
        var result = Transcript.of("tallystick/ceremony/v1/result")
                .add("transcript", transcript)
                .add("key", key.encode())
                .digest();
        var about = new EpochAttempt(made.id(), epoch - 1, 1, new SessionId(transcript), signers.size(), result);
        var prepared = signatures(EpochStatement.Kind.PREPARED, about, signers);
        var backups = new TreeMap<>(signatures(EpochStatement.Kind.BACKED_UP, about, signers));
        backups.keySet().retainAll(Coverage.mandatory(tree));
        return new KeyRecord(new Certificate(about, key, transcript, prepared, backups).encode(), signers, 0);
    }

    private SortedMap<PartyId, Bytes> signatures(EpochStatement.Kind kind, EpochAttempt about, List<String> signers) {
        var signatures = new TreeMap<PartyId, Bytes>();
        for (var i = 1; i <= signers.size(); i++) {
            var party = new PartyId(i);
            var identity = PartyIdentity.of(ceremony.key(signers.get(i - 1)));
            signatures.put(party, identity.sign(EpochStatement.digest(kind, about, party)));
        }
        return signatures;
    }

    private ShownKey shown(String node, KeyRecord record) {
        return shown(node, record, ceremony.roster());
    }

    private ShownKey shown(String node, KeyRecord record, Roster roster) {
        return switch (ShownKey.of(node, made.id(), record, roster)) {
            case ShownKey.Finding.Good(var good) -> good;
            case ShownKey.Finding.Bad(var why) -> throw new AssertionError(why);
        };
    }

    private static EpochInUse found(ShownKey... shown) {
        var finding = EpochInUse.of(Arrays.asList(shown));
        assertThat(finding).isInstanceOf(EpochInUse.Finding.Found.class);
        return ((EpochInUse.Finding.Found) finding).epoch();
    }

    private static List<String> left(EpochInUse epoch) {
        return epoch.others().stream().map(ShownKey::node).toList();
    }

    @Test
    void epochThatAllShow_isInUse_withTheAttemptBelievedOfThem() {
        var more = new KeyRecord(genuine.certificate(), ALL, 5);
        var epoch = found(shown("risk", genuine), shown("client", more), shown("backup", genuine));
        assertThat(epoch.key()).isEqualTo(made);
        assertThat(epoch.record()).isEqualTo(more);
        assertThat(epoch.others()).isEmpty();
    }

    /// It was ordered what somebody's lie had counted: its number is told, so that the operator can name the next.
    @Test
    void nodeThatTellsOfAHigherAttemptThanIsBelieved_isNamed_withItsNumber() throws Unable {
        var noted = new KeyRecord(genuine.certificate(), ALL, 3 + BelievedAttempt.ABOVE_MIDDLE_MAX);
        var epoch = found(shown("risk", genuine), shown("client", noted), shown("backup", genuine));
        assertThat(epoch.next()).isEqualTo(3);
        assertThat(epoch.above().stream().map(ShownKey::attemptWords))
                .containsExactly("client tells of attempt " + noted.attempt());
        assertThat(found(shown("risk", genuine), shown("client", genuine)).above())
                .isEmpty();
    }

    @Test
    void attemptAfterTheLastThereIs_isNoneToOrder_andThatIsSaid() throws Unable {
        for (var attempt : List.of(CeremonyOrder.ATTEMPT_MAX, Integer.MAX_VALUE)) {
            var lie = new KeyRecord(genuine.certificate(), ALL, attempt);
            var epoch = found(shown("risk", lie), shown("client", lie));
            assertThatThrownBy(epoch::next)
                    .isInstanceOf(Unable.class)
                    .hasMessageContaining("have other nodes of the key answer");
        }
        var last = new KeyRecord(genuine.certificate(), ALL, CeremonyOrder.ATTEMPT_MAX - 1);
        assertThat(found(shown("risk", last), shown("client", last)).next()).isEqualTo(CeremonyOrder.ATTEMPT_MAX);
        assertThat(found(shown("risk", genuine), shown("client", genuine)).next())
                .isEqualTo(3);
    }

    @Test
    void epochThatOneNodeMadeUp_isNotBuiltOn_howeverItIsSigned_andItsNodeIsNamed() {
        var forged = new ArrayList<KeyRecord>();
        forged.add(later(99, TREE, List.of("backup", "backup", "backup")));
        forged.add(later(99, "all(backup, stranger)", List.of("backup", "stranger")));
        forged.add(new KeyRecord(later(99, TREE, ALL).certificate(), List.of("backup", "risk", "client"), 0));
        // All have signed that one; the attempt came to nothing, and only one has kept its certificate.
        forged.add(later(2, TREE, ALL));
        var ran = 0;
        for (var record : forged) {
            var epoch = found(shown("risk", genuine), shown("backup", record), shown("client", genuine));
            assertThat(epoch.key()).isEqualTo(made);
            assertThat(epoch.record()).isEqualTo(genuine);
            assertThat(left(epoch)).containsExactly("backup");
            assertThat(epoch.others().getFirst().words()).startsWith("backup shows epoch ");
            ran++;
        }
        assertThat(ran).isEqualTo(4);
    }

    @Test
    void laterEpochOfWhoCanSignInIt_isBuiltOn_andWhoIsBehindIsNamed() {
        var two = later(2, TREE, ALL);
        var epoch = found(shown("risk", genuine), shown("backup", two), shown("client", two));
        assertThat(epoch.key().epoch()).isEqualTo(2);
        assertThat(left(epoch)).containsExactly("risk");
        var other = later(2, "all(risk, backup)", List.of("risk", "backup"));
        var both = found(shown("risk", other), shown("backup", other), shown("client", genuine));
        assertThat(both.key().tree()).hasToString("all(risk, backup)");
    }

    @Test
    void nodesOfWhichNoneCanSignInTheEpochTheyShow_haveNone_andEachIsNamed() {
        var two = later(2, TREE, ALL);
        assertThat(EpochInUse.of(List.of(shown("risk", genuine), shown("backup", two))))
                .isEqualTo(new EpochInUse.Finding.None("risk shows epoch 1; backup shows epoch 2"));
        assertThat(EpochInUse.of(List.of())).isEqualTo(new EpochInUse.Finding.None(""));
    }

    /// Of four nodes two have made an epoch up over a tree of their own, which they satisfy.
    @Test
    void epochOfStrangersToTheOther_isNotChosen_whicheverIsHigher() {
        var pair = List.of("backup", "stranger");
        var roster = ceremony.roster(2, List.of("risk", "client", "backup", "stranger"));
        for (var epoch : List.of(2, 99)) {
            var forged = later(epoch, "all(backup, stranger)", pair);
            var finding = EpochInUse.of(List.of(
                    shown("risk", genuine, roster),
                    shown("client", genuine, roster),
                    shown("backup", forged, roster),
                    shown("stranger", forged, roster)));
            assertThat(finding)
                    .isInstanceOfSatisfying(
                            EpochInUse.Finding.Torn.class,
                            torn -> assertThat(torn.why()).contains("risk shows epoch 1", "stranger shows epoch"));
        }
    }

    /// Its owners sign on, and have to refresh: what they signed before verifies by another key.
    @Test
    void epochOfANodeWithANewIdentity_isBuiltOn_whereAllShowIt() {
        var roster = ceremony.roster(2, List.of("risk", "client"));
        var shown = List.of(shown("risk", genuine, roster), shown("client", genuine, roster));
        assertThat(shown.getFirst().proof()).isInstanceOf(ShownEpoch.Finding.Unproved.class);
        assertThat(found(shown.getFirst(), shown.getLast()).record()).isEqualTo(genuine);
    }

    @Test
    void answerAboutAnotherKey_orThatIsNone_isBad() {
        var id = new Digest32(Bytes.copyOf(new byte[32]));
        assertThat(ShownKey.of("risk", id, genuine, ceremony.roster()))
                .isEqualTo(new ShownKey.Finding.Bad("its certificate is of another key"));
        assertThat(ShownKey.of("risk", made.id(), new KeyRecord(Bytes.ofUtf8("none"), ALL, 0), ceremony.roster()))
                .isInstanceOf(ShownKey.Finding.Bad.class);
    }
}

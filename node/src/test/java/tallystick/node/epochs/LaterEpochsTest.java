package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.ceremony.Settlement;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.node.kit.Forger;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Which later epochs a node expects to hear of, and whose word it takes.
@DisplayName("What a node that is behind believes of later epochs, docs/spec/node-wire.md NW-48")
class LaterEpochsTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final String TREE = "2 of (alpha, bravo, charlie)";

    @TempDir
    Path directory;

    private final LaterEpochs later = new LaterEpochs();
    private TrialFleet fleet;
    private Forger forger;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        var card = fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
        var known = Certificate.parse(fleet.shown("alpha", card.id()).certificate())
                .orThrow()
                .key();
        forger = new Forger(fleet, known);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private ShownEpoch epoch(int number) {
        return switch (ShownRecord.judge(forger.record(number, TREE, 3, THREE, THREE), fleet.roster())) {
            case ShownEpoch.Finding.Proved(var epoch) -> epoch;
            case ShownEpoch.Finding.Unproved(var why) -> throw new AssertionError(why);
        };
    }

    private EpochStatement settled(ShownEpoch epoch, String signer, int number) {
        var about = epoch.certificate().about();
        var party = new PartyId(number);
        var identity = PartyIdentity.of(fleet.identity(signer).key());
        return new EpochStatement(
                Kind.SETTLED, about, party, identity.sign(EpochStatement.digest(Kind.SETTLED, about, party)));
    }

    private Optional<Settlement> hear(String from, EpochStatement statement) {
        return later.hear(from, statement, fleet.roster());
    }

    private List<Integer> expected() {
        return later.above(1).stream()
                .map(each -> each.certificate().key().epoch())
                .toList();
    }

    @Test
    void wordsOfASigningSet_eachUnderItsOwnNumber_settle() {
        var two = epoch(2);
        assertThat(later.expect("alpha", two)).isTrue();
        assertThat(later.expect("bravo", two)).as("news").isFalse();
        assertThat(hear("alpha", settled(two, "alpha", 1)).map(Settlement::isProved))
                .contains(false);
        assertThat(hear("alpha", settled(two, "alpha", 1)).map(Settlement::isProved))
                .as("one that says it twice")
                .contains(false);
        assertThat(hear("bravo", settled(two, "bravo", 2)).map(Settlement::isProved))
                .contains(true);
    }

    @Test
    void wordThatIsNotTheSpeakersOwn_orOfAnEpochThatNobodyShowed_isNotHeard() {
        var two = epoch(2);
        later.expect("charlie", two);
        var bravos = settled(two, "bravo", 2);
        var forged = new EpochStatement(Kind.SETTLED, bravos.about(), bravos.party(), Bytes.copyOf(new byte[64]));
        assertThat(hear("charlie", bravos)).as("another's word").isEmpty();
        assertThat(hear("delta", bravos)).as("a stranger").isEmpty();
        assertThat(hear("bravo", forged)).as("no signature").isEmpty();
        assertThat(hear("charlie", settled(two, "charlie", 2)))
                .as("under another's number")
                .isEmpty();
        assertThat(hear("bravo", settled(two, "charlie", 2)))
                .as("signed by another")
                .isEmpty();
        assertThat(hear("bravo", settled(epoch(3), "bravo", 2)))
                .as("not expected")
                .isEmpty();
        assertThat(hear("charlie", settled(two, "charlie", 3)).map(Settlement::isProved))
                .as("nothing of all that has counted")
                .contains(false);
    }

    @Test
    void manyThatOneNodeShows_putOutItsOwn_andNotWhatAnotherShowed_orSaidIsSettled() {
        var charlies = epoch(3);
        later.expect("charlie", charlies);
        later.expect("alpha", epoch(2));
        hear("alpha", settled(charlies, "alpha", 1));
        for (var number = 4; number < 40; number++) {
            var next = epoch(number);
            assertThat(later.expect("charlie", next)).isTrue();
            hear("charlie", settled(next, "charlie", 3));
        }
        assertThat(expected()).hasSize(LaterEpochs.KEPT_MAX).contains(2, 3, 39).doesNotContain(4);
    }

    @Test
    void lastOneShown_isExpected_alsoWhereAllOthersAreSaidToBeSettled() {
        for (var number = 2; number < 2 + LaterEpochs.KEPT_MAX; number++) {
            later.expect("charlie", epoch(number));
            hear("alpha", settled(epoch(number), "alpha", 1));
        }
        assertThat(later.expect("bravo", epoch(30))).isTrue();
        assertThat(expected()).hasSize(LaterEpochs.KEPT_MAX).contains(30).doesNotContain(2);
    }

    @Test
    void sameBytes_areKnown_andNoOthers_andEpochsThatAreOverAreForgotten() {
        var two = epoch(2);
        later.expect("alpha", two);
        var certificate = two.certificate();
        assertThat(later.knows(certificate, THREE)).isTrue();
        assertThat(later.knows(certificate, List.of("alpha", "bravo"))).isFalse();
        assertThat(later.knows(epoch(3).certificate(), THREE)).isFalse();
        var swapped = new TreeMap<>(certificate.prepared());
        swapped.put(new PartyId(1), Bytes.copyOf(new byte[64]));
        var forged = new Certificate(
                certificate.about(), certificate.key(), certificate.transcript(), swapped, certificate.backups());
        assertThat(later.knows(forged, THREE)).isFalse();
        assertThat(later.above(2)).isEmpty();
        assertThat(later.knows(certificate, THREE)).isFalse();
    }
}

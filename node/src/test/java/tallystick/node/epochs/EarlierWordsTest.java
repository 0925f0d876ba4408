package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// Alpha and bravo own epoch 1, which goes on beside epoch 2; the third dealt to it, is in the roster, and has no leaf.
@DisplayName("Words about an epoch of before, docs/spec/ceremony.md CE-39")
class EarlierWordsTest {
    private static final PartyId ALPHA = new PartyId(1);
    private static final PartyId BRAVO = new PartyId(2);
    private static final PartyId DEALER = new PartyId(3);

    private final SecretMemory home = SecretMemory.open();
    private final Map<PartyId, IdentityKey> keys = new TreeMap<>();
    private final Certificate first = EpochRecordTest.certificate(EpochRecordTest.candidate(0, 1));
    private final EarlierWords words = new EarlierWords("alpha");
    private Roster roster = Roster.of(Map.of());

    @BeforeEach
    void begin() {
        var known = new TreeMap<PartyId, VerifyKey>();
        IntStream.rangeClosed(1, 3).mapToObj(PartyId::new).forEach(party -> {
            keys.put(party, IdentityKey.generate(Secrets.entropy(party.value()), home));
            known.put(party, key(party).verifyKey());
        });
        roster = Roster.of(known);
        var record = new EpochRecord(1, Map.of(), new EpochChange.OldErased(first, ALPHA, 0))
                .with(new EpochChange.Active(
                        EpochRecordTest.certificate(EpochRecordTest.candidate(1, 1)), ALPHA, new TreeMap<>(), 0));
        assertThat(words.follow(record, PartyIdentity.of(key(ALPHA)))).hasSize(1);
    }

    @AfterEach
    void close() {
        keys.values().forEach(IdentityKey::close);
        home.close();
    }

    private IdentityKey key(PartyId party) {
        return Optional.ofNullable(keys.get(party)).orElseThrow();
    }

    private EpochStatement said(EpochStatement.Kind kind, PartyId party) {
        var digest = EpochStatement.digest(kind, first.about(), party);
        return new EpochStatement(
                kind, first.about(), party, key(party).sign(digest).bytes());
    }

    private List<PartyId> heard(EpochStatement statement) {
        return List.copyOf(
                words.hear(statement, roster).orElseThrow().activated().keySet());
    }

    @Test
    void wordOfAnOwner_isHeard_andTheEpochBeforeItIsOver() {
        assertThat(words.over()).isEmpty();
        assertThat(heard(said(EpochStatement.Kind.ACTIVATED, BRAVO))).containsExactly(ALPHA, BRAVO);
        assertThat(words.over()).hasValue(1);
    }

    @Test
    void wordOfADealerWithoutALeaf_underItsOwnGoodSignature_countsForNothing() {
        assertThat(heard(said(EpochStatement.Kind.ACTIVATED, DEALER))).containsExactly(ALPHA);
        assertThat(words.over()).isEmpty();
    }

    @Test
    void wordInAnothersName_ofAnotherKind_orAboutAnotherAttempt_isNotHeard() {
        var good = said(EpochStatement.Kind.ACTIVATED, BRAVO);
        var other = EpochRecordTest.candidate(0, 2).about();
        assertThat(List.of(
                        new EpochStatement(
                                good.kind(),
                                good.about(),
                                BRAVO,
                                said(good.kind(), DEALER).signature()),
                        said(EpochStatement.Kind.PREPARED, BRAVO),
                        new EpochStatement(good.kind(), other, BRAVO, good.signature())))
                .allSatisfy(each -> assertThat(words.hear(each, roster)).isEmpty());
        assertThat(words.over()).isEmpty();
    }
}

package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Activation.Standing;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Statutes;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Activation and genesis, docs/spec/governance.md GO-16 to GO-23")
class ActivationCheatsTest {
    private static final Instant FROM = Statutes.NOW.plus(Duration.ofDays(1));
    private static final Instant BEFORE = FROM.minusSeconds(1);
    private static final Document FIRST = Statutes.inForce(DocumentKind.POLICY);
    private static final Document NEXT = FIRST.next(Statutes.policy(2, 3), FROM);
    private static final Document OTHER = FIRST.next(Statutes.policy(2, 4), FROM);
    private static final DocumentVersion VERSION = DocumentVersion.of(NEXT);
    private static final Activation START = Activation.of(Statutes.WORKSPACE, "alpha", FIRST);
    private static final Standing STOPPED = new Standing.Stopped(VERSION);

    private static Ruling.Accepted accepted(Document next) {
        var change = Statutes.change(new Proposal.NewDocument(next), "ann");
        var signed = Statutes.sign(change, "ann", "bo", "cy");
        return (Ruling.Accepted) Statutes.council(Freezes.none())
                .rule(signed, Statutes.occasion(Statutes.rule(2, Duration.ofDays(1)), Statutes.NOW));
    }

    private static Activation taken(Activation.Step step) {
        assertThat(step).isInstanceOf(Activation.Step.Taken.class);
        return ((Activation.Step.Taken) step).next();
    }

    private static void refused(Activation.Step step, Activation.Why why) {
        assertThat(step).isEqualTo(new Activation.Step.Refused(why));
    }

    private static final Activation PREPARED = taken(START.prepare(NEXT, accepted(NEXT)));

    @Test
    void version_preparedAndCertified_isJudgedByFromItsMomentOn() {
        var ready = taken(PREPARED.bind(Statutes.covenant(VERSION), Statutes.ROSTER));
        assertThat(ready.standing(BEFORE)).isEqualTo(new Standing.Judges(FIRST));
        assertThat(ready.standing(FROM)).isEqualTo(new Standing.Judges(NEXT));
        var after = ready.at(FROM);
        assertThat(after.current()).isEqualTo(NEXT);
        assertThat(after.prepared()).isEmpty();
        assertThat(taken(after.bind(Statutes.covenant(VERSION), Statutes.ROSTER)))
                .isEqualTo(after);
        assertThat(after.standing(FROM)).isEqualTo(new Standing.Judges(NEXT));
    }

    @Test
    void node_withoutTheVersion_orWithoutTheCovenant_signsNothing() {
        assertThat(PREPARED.standing(BEFORE)).isEqualTo(new Standing.Judges(FIRST));
        assertThat(PREPARED.standing(FROM)).isEqualTo(STOPPED);
        var bereft = taken(START.bind(Statutes.covenant(VERSION), Statutes.ROSTER));
        assertThat(bereft.standing(BEFORE)).isEqualTo(new Standing.Judges(FIRST));
        assertThat(bereft.standing(FROM)).isEqualTo(STOPPED);
        assertThat(taken(bereft.learn(NEXT)).standing(FROM)).isEqualTo(new Standing.Judges(NEXT));
        refused(bereft.learn(OTHER), Activation.Why.INCOMPLETE);
        refused(START.learn(NEXT), Activation.Why.INCOMPLETE);
    }

    @Test
    void nodeSeveralVersionsBehind_learnsOneAfterTheOther() {
        var third = NEXT.next(Statutes.policy(3, 3), FROM);
        var later = DocumentVersion.of(third);
        var behind = taken(START.bind(Statutes.covenant(later), Statutes.ROSTER));
        assertThat(behind.standing(FROM)).isEqualTo(new Standing.Stopped(later));
        refused(behind.learn(third), Activation.Why.NOT_THE_NEXT_VERSION);
        var both = taken(behind.bind(Statutes.covenant(VERSION), Statutes.ROSTER));
        var one = taken(both.learn(NEXT)).at(FROM);
        assertThat(one.standing(FROM)).isEqualTo(new Standing.Stopped(later));
        assertThat(taken(one.learn(third)).standing(FROM)).isEqualTo(new Standing.Judges(third));
    }

    @Test
    void preparing_needsWhatWasAccepted_andOnePerNumber() {
        refused(START.prepare(OTHER, accepted(NEXT)), Activation.Why.NOT_ACCEPTED);
        refused(PREPARED.prepare(OTHER, accepted(OTHER)), Activation.Why.OTHER_PREPARED);
        assertThat(PREPARED.prepare(NEXT, accepted(NEXT)))
                .isEqualTo(new Activation.Step.Taken(PREPARED, Optional.of(new Activation.Word(VERSION, true))));
        var after = taken(PREPARED.bind(Statutes.covenant(VERSION), Statutes.ROSTER))
                .at(FROM);
        refused(after.prepare(OTHER, accepted(OTHER)), Activation.Why.NOT_THE_NEXT_VERSION);
    }

    @Test
    void word_isKept_eitherWay() {
        refused(PREPARED.decline(VERSION), Activation.Why.PLEDGED);
        refused(START.decline(DocumentVersion.of(FIRST)), Activation.Why.PLEDGED);
        var declined = START.decline(VERSION);
        assertThat(((Activation.Step.Taken) declined).pledge()).contains(new Activation.Word(VERSION, false));
        refused(taken(declined).prepare(NEXT, accepted(NEXT)), Activation.Why.DECLINED);
        assertThat(taken(declined).standing(FROM)).isEqualTo(new Standing.Judges(FIRST));
    }

    @Test
    void pledgeThatAnotherDeclined_isTakenBack_onlyOnTheWordOfANode() {
        var no = Statutes.pledge("beta", VERSION, false);
        var step = (Activation.Step.Taken) PREPARED.abandon(no, Statutes.ROSTER);
        assertThat(step.pledge()).contains(new Activation.Word(VERSION, false));
        var again = (Activation.Step.Taken) step.next().abandon(no, Statutes.ROSTER);
        assertThat(again).isEqualTo(new Activation.Step.Taken(step.next(), Optional.empty()));
        for (var bad : bad(no)) refused(PREPARED.abandon(bad, Statutes.ROSTER), Activation.Why.NOT_DECLINED);
        var bound = taken(PREPARED.bind(Statutes.covenant(VERSION), Statutes.ROSTER));
        refused(bound.abandon(no, Statutes.ROSTER), Activation.Why.CONFLICT);
        refused(bound.at(FROM).abandon(no, Statutes.ROSTER), Activation.Why.CONFLICT);
        refused(bound.decline(VERSION), Activation.Why.PLEDGED);
        var bereft = taken(START.bind(Statutes.covenant(VERSION), Statutes.ROSTER));
        refused(bereft.decline(VERSION), Activation.Why.PLEDGED);
        refused(taken(START.abandon(no, Statutes.ROSTER)).prepare(NEXT, accepted(NEXT)), Activation.Why.DECLINED);
    }

    private static List<Pledge> bad(Pledge no) {
        return List.of(
                new Pledge(
                        Statutes.WORKSPACE,
                        VERSION,
                        "beta",
                        false,
                        Statutes.pledge("gamma", VERSION, false).signature()),
                new Pledge(Ballots.digest("other"), VERSION, "beta", false, no.signature()),
                Statutes.pledge("beta", VERSION, true),
                Statutes.pledge("stranger", VERSION, false));
    }

    /// One node says "declined" to this one and "kept" to another, which goes on with the pledge that was given.
    @Test
    void nodeThatSaysBothWords_neitherFreesNorBinds_whomItToldThatItDeclined() {
        var no = Statutes.pledge("beta", VERSION, false);
        var waits = taken(PREPARED.abandon(no, Statutes.ROSTER));
        assertThat(waits.standing(BEFORE)).isEqualTo(new Standing.Judges(FIRST));
        assertThat(waits.standing(FROM)).isEqualTo(STOPPED);
        refused(waits.release(List.of(no), Statutes.ROSTER), Activation.Why.NOT_DECLINED);
        refused(waits.bind(Statutes.covenant(VERSION), Statutes.ROSTER), Activation.Why.DECLINED);
        assertThat(waits.at(FROM).standing(FROM)).isEqualTo(STOPPED);
    }

    @Test
    void pledge_isGivenUp_onceAllOthersDeclined() {
        var words = List.of(Statutes.pledge("beta", VERSION, false), Statutes.pledge("gamma", VERSION, false));
        var waits = taken(PREPARED.abandon(words.getFirst(), Statutes.ROSTER));
        refused(PREPARED.release(words, Statutes.ROSTER), Activation.Why.NOT_DECLINED);
        for (var bad : bad(words.getFirst()))
            refused(waits.release(List.of(bad, words.getLast()), Statutes.ROSTER), Activation.Why.NOT_DECLINED);
        var other = Statutes.pledge("beta", DocumentVersion.of(OTHER), false);
        refused(waits.release(List.of(other, words.getLast()), Statutes.ROSTER), Activation.Why.NOT_DECLINED);
        var free = taken(waits.release(words, Statutes.ROSTER));
        assertThat(free.standing(FROM)).isEqualTo(new Standing.Judges(FIRST));
        refused(free.bind(Statutes.covenant(VERSION), Statutes.ROSTER), Activation.Why.DECLINED);
        assertThat(taken(free.prepare(OTHER, accepted(OTHER))).prepared()).contains(OTHER);
    }

    @Test
    void covenant_isOfAllNodes_forOneVersion() {
        var good = Statutes.covenant(VERSION);
        assertThat(good.isComplete(Statutes.WORKSPACE, Statutes.ROSTER)).isTrue();
        assertThat(Covenant.parse(good.encode()).orThrow()).isEqualTo(good);
        var pledges = good.pledges();
        var bad = new ArrayList<Covenant>();
        bad.add(new Covenant(pledges.subList(0, 2)));
        bad.add(new Covenant(List.of(pledges.get(0), pledges.get(1), pledges.get(1))));
        bad.add(new Covenant(List.of(pledges.get(0), pledges.get(1), Statutes.pledge("gamma", VERSION, false))));
        bad.add(new Covenant(
                List.of(pledges.get(0), pledges.get(1), Statutes.pledge("gamma", DocumentVersion.of(OTHER), true))));
        bad.add(new Covenant(List.of(pledges.get(0), pledges.get(1), Statutes.pledge("stranger", VERSION, true))));
        bad.add(new Covenant(List.of(
                pledges.get(0),
                pledges.get(1),
                new Pledge(
                        Statutes.WORKSPACE,
                        VERSION,
                        "gamma",
                        true,
                        pledges.get(1).signature()))));
        for (var each : bad) refused(PREPARED.bind(each, Statutes.ROSTER), Activation.Why.INCOMPLETE);
        assertThat(good.isComplete(Ballots.digest("other workspace"), Statutes.ROSTER))
                .isFalse();
        var otherKind = Activation.of(Statutes.WORKSPACE, "alpha", Statutes.inForce(DocumentKind.PEOPLE));
        refused(otherKind.bind(good, Statutes.ROSTER), Activation.Why.INCOMPLETE);
    }

    @Test
    void words_ofSeveralVersions_orOfANodeTwice_areNotRead() {
        var alpha = Statutes.pledge("alpha", VERSION, true);
        var elsewhere = new Pledge(Ballots.digest("other workspace"), VERSION, "beta", true, alpha.signature());
        var declined = Statutes.pledge("alpha", VERSION, false);
        var both = new Covenant(List.of(alpha, declined, Statutes.pledge("beta", VERSION, true)));
        assertThat(Covenant.parse(both.encode()).orThrow()).isEqualTo(both);
        for (var bad : List.of(
                List.of(alpha, alpha),
                List.of(alpha, new Pledge(Statutes.WORKSPACE, VERSION, "alpha", true, declined.signature())),
                List.of(alpha, Statutes.pledge("beta", DocumentVersion.of(OTHER), true)),
                List.of(alpha, elsewhere)))
            assertThat(Covenant.parse(new Covenant(bad).encode())).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void twoCovenants_ofOneNumber_areAConflict() {
        var one = taken(START.bind(Statutes.covenant(VERSION), Statutes.ROSTER));
        refused(one.bind(Statutes.covenant(DocumentVersion.of(OTHER)), Statutes.ROSTER), Activation.Why.CONFLICT);
        var after = taken(PREPARED.bind(Statutes.covenant(VERSION), Statutes.ROSTER))
                .at(FROM);
        refused(after.bind(Statutes.covenant(DocumentVersion.of(OTHER)), Statutes.ROSTER), Activation.Why.CONFLICT);
    }

    @Test
    void genesis_isSignedByAllItsNodes_andNamesTheWorkspace() {
        var good = Statutes.signedGenesis();
        assertThat(good.isSignedByAll()).isTrue();
        assertThat(SignedGenesis.parse(good.encode()).orThrow()).isEqualTo(good);
        assertThat(Genesis.parse(good.genesis().encode()).orThrow()).isEqualTo(good.genesis());
        assertThat(good.genesis().hash()).isEqualTo(Statutes.WORKSPACE);
        var signatures = good.signatures();
        for (var bad : List.of(
                signatures.subList(0, 2),
                signatures.reversed(),
                List.of(signatures.get(0), signatures.get(1), signatures.get(1))))
            assertThat(new SignedGenesis(good.genesis(), bad).isSignedByAll()).isFalse();
        var salted = new Genesis(good.genesis().documents(), Bytes.ofHex("01".repeat(32)));
        assertThat(new SignedGenesis(salted, signatures).isSignedByAll()).isFalse();
        assertThat(salted.hash()).isNotEqualTo(Statutes.WORKSPACE);
        var bytes = good.encode();
        for (var length = 0; length < bytes.length(); length += 3)
            assertThat(SignedGenesis.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void genesis_fromWhichNobodyCouldChangeAnything_isNone() {
        var documents = Statutes.genesis().documents();
        var salt = Bytes.copyOf(new byte[32]);
        var lonely = new Document(
                DocumentKind.PEOPLE,
                1,
                Optional.empty(),
                Statutes.NOW,
                Crowd.of(
                                1,
                                Crowd.person("u:ann", "h:ann", Crowd.passkey("ann", true)),
                                Crowd.person("u:ann-ops", "h:ann", Crowd.passkey("ann-ops", true)),
                                Crowd.person("u:cy", "h:cy", Crowd.edKey("cy-api")))
                        .encode());
        for (var bad : List.of(
                List.of(lonely, documents.get(3)),
                documents.subList(1, 4),
                documents.subList(0, 3),
                documents.reversed(),
                List.of(documents.get(0), documents.get(0), documents.get(3)),
                List.of(documents.get(0), documents.get(3).next(documents.get(3).content(), FROM))))
            assertThatThrownBy(() -> new Genesis(bad, salt)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Genesis(documents, Bytes.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Genesis(List.of(documents.get(0), documents.get(3)), salt).people())
                .isEqualTo(Crowd.directory());
    }
}

package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Trials.ASKING;
import static tallystick.core.kit.Trials.NOW;
import static tallystick.core.kit.Trials.agreed;
import static tallystick.core.kit.Trials.evidence;
import static tallystick.core.kit.Trials.rule;
import static tallystick.core.kit.Trials.standing;
import static tallystick.core.kit.Trials.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Proof;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Subject;
import tallystick.core.court.Case;
import tallystick.core.court.Court;
import tallystick.core.court.Documents;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.intent.Evidence;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Findings;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Statutes;
import tallystick.core.kit.Trials;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Scope;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;

@DisplayName("Everything a node is told to make it rule otherwise, docs/spec/court.md")
class CourtCheatsTest {
    private static final List<String> ALLOWED = List.of("ALLOWED");
    private static final List<String> PENDING = List.of("PENDING");

    private static List<String> ruled(Evidence evidence, Standing standing) {
        return words(rule(evidence, standing));
    }

    private static Standing with(Directory people) {
        var documents = standing().documents();
        return standing(new Documents(
                people, documents.policies(), documents.book(), documents.roster(), documents.factKeys()));
    }

    private static Evidence agreedByTwo() {
        return agreed(evidence(), standing(), "dee", "eli");
    }

    private static Evidence with(Evidence evidence, Approval approval) {
        var approvals = new ArrayList<>(evidence.approvals());
        approvals.add(approval);
        return evidence.with(approvals, evidence.facts());
    }

    @Test
    void twoAccountsOfOneHuman_areOneVoice() {
        assertThat(ruled(agreed(evidence(), standing(), "dee", "dee-ops"), standing()))
                .isEqualTo(PENDING);
        assertThat(ruled(agreed(evidence(), standing(), "dee-ops", "eli"), standing()))
                .isEqualTo(ALLOWED);
    }

    @Test
    void answerToOtherBytes_isForged_andFreezesTheRequest_thoughTwoAgreed() {
        var standing = standing();
        var subject = evidence().subject();
        var shown = new Subject(subject.id(), List.of(Ballots.digest("what the screen showed")));
        var evidence = with(agreedByTwo(), Trials.answer(shown, standing, "fay", Answer.APPROVE));
        var denied = (Ruling.Denied) rule(evidence, standing);
        assertThat(words(denied)).containsExactly("FORGED_APPROVAL");
        var order = denied.freeze().orElseThrow();
        assertThat(order.scope()).isEqualTo(new FreezeScope.Request(subject.id()));
        assertThat(order.reason()).contains("OTHER_DIGESTS");
        assertThat(order.by()).isEqualTo(new PersonId("s:alpha"));

        var frozen = standing.with(Freezes.none().imposed(order));
        assertThat(ruled(agreedByTwo(), frozen)).containsExactly("FROZEN");
        var again = (Ruling.Denied) rule(evidence, frozen);
        assertThat(words(again)).containsExactly("FORGED_APPROVAL", "FROZEN");
        assertThat(again.freeze()).as("it is frozen already").isEmpty();
        var ended = new Freezes(Map.of(), Set.of(order.id()));
        assertThat(ended.imposed(order))
                .as("an order that ended freezes nothing again")
                .isEqualTo(ended);
    }

    @Test
    void forgedAnswer_freezesTheRequest_thoughSomethingElseIsFrozen() {
        var standing = frozen(new FreezeScope.Vault("cold"));
        var shown = new Subject(evidence().subject().id(), List.of(Ballots.digest("what the screen showed")));
        var other = standing(Trials.documents(Trials.policy(Trials.RULES.replace("12000", "11999"))));
        var old = Trials.answer(evidence().subject(), other, "gus", Answer.APPROVE);
        var evidence = with(with(agreedByTwo(), old), Trials.answer(shown, standing, "fay", Answer.APPROVE));
        var denied = (Ruling.Denied) rule(evidence, standing);
        var order = denied.freeze().orElseThrow();
        assertThat(order.scope()).isEqualTo(new FreezeScope.Request(shown.id()));
        assertThat(order.reason()).as("the old answer is no forgery").isEqualTo("a forged answer: OTHER_DIGESTS");
        assertThat(denied.basis().answers()).hasSize(4).satisfies(all -> {
            assertThat(all.get(0)).contains(" APPROVE by u:dee with HARDWARE at ");
            assertThat(all.get(1)).contains(" APPROVE by u:eli with HARDWARE at ");
            assertThat(all.get(2)).endsWith(" refused OTHER_POLICY");
            assertThat(all.get(3)).endsWith(" refused OTHER_DIGESTS");
        });
    }

    @Test
    void signatureOfNobody_orOfAnother_isForged() {
        var good = Trials.answer(evidence().subject(), standing(), "fay", Answer.APPROVE);
        var other = Trials.answer(evidence().subject(), standing(), "eli", Answer.APPROVE);
        var swapped = new Approval(good.statement(), good.keyId(), other.proof());
        var assertion = (Proof.Assertion) good.proof();
        var bytes = assertion.signature().toArray();
        bytes[40] ^= 1;
        var flipped = new Approval(
                good.statement(),
                good.keyId(),
                new Proof.Assertion(assertion.authenticatorData(), assertion.clientDataJson(), Bytes.copyOf(bytes)));
        for (var bad : List.of(swapped, flipped)) {
            var denied = (Ruling.Denied) rule(with(agreedByTwo(), bad), standing());
            assertThat(words(denied)).containsExactly("FORGED_APPROVAL");
            assertThat(denied.freeze()).isPresent();
        }
    }

    @Test
    void passkeyThatShowsOneCountTwice_isThereTwice() {
        var standing = standing();
        var subject = evidence().subject();
        var passkey = Crowd.passkey("HARDWARE of fay", true);
        var one = new Ballots.Ceremony(passkey)
                .withCount(7)
                .approve("HARDWARE of fay", Trials.statement(subject, standing, Answer.APPROVE));
        var first = rule(with(evidence(), one), standing);
        assertThat(first.seen()).containsOnlyKeys(passkey.id());
        var other = new Subject(Ballots.digest("another request"), subject.digests());
        var statement = Trials.statement(other, standing, Answer.APPROVE);
        var elsewhere = Map.of(passkey.id(), List.of(new SeenCount(7, statement.at(), statement.digest())));
        var denied = (Ruling.Denied) rule(with(evidence(), one), standing.withSeen(elsewhere));
        assertThat(words(denied)).containsExactly("FORGED_APPROVAL");
        assertThat(ruled(with(evidence(), one), standing.withSeen(first.seen())))
                .isEqualTo(PENDING);
    }

    @Test
    void answersUnderAnotherPolicy_doNotCount() {
        var other = standing(Trials.documents(Trials.policy(Trials.RULES.replace("12000", "11999"))));
        assertThat(ruled(agreed(evidence(), other, "dee", "eli"), standing())).isEqualTo(PENDING);
        var inner = Trials.aliased(
                Judging.policy("{\"org\":\"acme\",\"workspace\":\"prod\"}", "\"admission\":\"INHERITED\","));
        var both = standing(Trials.documents(Trials.policy(Trials.RULES), inner));
        assertThat(ruled(agreedByTwo(), both))
                .as("they saw the outer one alone")
                .isEqualTo(PENDING);
        assertThat(ruled(agreed(evidence(), both, "dee", "eli"), both)).isEqualTo(ALLOWED);
        var elsewhere = Trials.aliased(
                Judging.policy("{\"org\":\"acme\",\"workspace\":\"test\"}", "\"admission\":\"INHERITED\","));
        var beside = standing(Trials.documents(elsewhere, Trials.policy(Trials.RULES)));
        assertThat(ruled(agreedByTwo(), beside)).as("of another place").isEqualTo(ALLOWED);
    }

    @Test
    void initiatorWhoMayNot_isHeardNoFurther_andNobodyFreezesByIt() {
        var forged = with(
                agreedByTwo(),
                Trials.answer(
                        new Subject(evidence().subject().id(), List.of(Ballots.digest("other"))),
                        standing(),
                        "fay",
                        Answer.APPROVE));
        var ann = Crowd.find(Assembly.PEOPLE, "u:ann");
        var powerless = Crowd.person("u:ann", "h:ann", Set.of(Right.APPROVE), Crowd.edKey(ASKING));
        var revoked = ann.with(ann.keys().stream().map(each -> each.revoked()).toList());
        var cases = List.of(
                ann.with(Person.Status.SUSPENDED),
                ann.with(Person.Status.REMOVED),
                ann.with(List.of()),
                powerless,
                revoked);
        for (var person : cases) {
            var denied = (Ruling.Denied) rule(forged, with(Crowd.with(Assembly.PEOPLE, person)));
            assertThat(words(denied)).containsExactly("NOT_PROPOSED");
            assertThat(denied.freeze()).isEmpty();
            assertThat(denied.seen()).isEmpty();
            assertThat(denied.basis().trace().orElseThrow().outcome()).startsWith("denied: NOT_PROPOSED");
        }
        var unsigned =
                new Evidence(forged.intent(), evidence("2").initiatorSignature(), forged.approvals(), forged.facts());
        assertThat(ruled(unsigned, standing())).containsExactly("NOT_PROPOSED");
        assertThat(((Ruling.Denied) rule(unsigned, standing())).freeze()).isEmpty();
    }

    @Test
    void otherBytesThanWereSigned_areDenied() {
        var two = Trials.asked(agreedByTwo(), Trials.transaction(Judging.PAYEE, "2"));
        assertThat(words(Court.rule(two, standing(), NOW))).contains("INTENT_MISMATCH");
        var toAnother = Trials.asked(agreedByTwo(), Trials.transaction(Judging.STRANGER, "1"));
        assertThat(words(Court.rule(toAnother, standing(), NOW))).contains("INTENT_MISMATCH");
        var late = NOW.plusSeconds(7200);
        assertThat(words(Court.rule(Trials.asked(agreedByTwo()), standing(), late)))
                .contains("EXPIRED");
    }

    @Test
    void everyFreeze_stopsWhatItNames_andNothingElse() {
        var id = evidence().subject().id();
        var stopping = List.of(
                new FreezeScope.Request(id),
                new FreezeScope.Vault("hot"),
                new FreezeScope.Initiator(new PersonId("u:ann")),
                new FreezeScope.Initiator(new PersonId("u:ann-too")),
                new FreezeScope.Node("alpha"),
                new FreezeScope.Workspace());
        for (var scope : stopping)
            assertThat(ruled(agreedByTwo(), frozen(scope))).containsExactly("FROZEN");
        assertThat(((Ruling.Denied) rule(agreedByTwo(), frozen(stopping.get(1)))).reasons())
                .singleElement()
                .satisfies(
                        reason -> assertThat(reason.text()).startsWith("frozen: the vault hot by s:watcher, order "));
        var others = List.of(
                new FreezeScope.Request(Ballots.digest("another")),
                new FreezeScope.Vault("cold"),
                new FreezeScope.Initiator(new PersonId("u:bo")),
                new FreezeScope.Node("beta"));
        for (var scope : others) assertThat(ruled(agreedByTwo(), frozen(scope))).isEqualTo(ALLOWED);
        var asked = Trials.asked(agreedByTwo());
        var nowhere = new Case(
                asked.evidence(),
                asked.transaction(),
                asked.signer(),
                asked.knowledge(),
                Source.of(Scope.of("acme"), List.of()),
                false,
                asked.seenAt());
        assertThat(words(Court.rule(nowhere, frozen(new FreezeScope.Vault("cold")), NOW)))
                .as("what is in no vault may be in any")
                .containsExactly("FROZEN");
    }

    private static Standing frozen(FreezeScope scope) {
        var order = new FreezeOrder(
                Statutes.WORKSPACE, scope, new PersonId("s:watcher"), "test", NOW, Bytes.copyOf(new byte[16]));
        return standing().with(Freezes.none().imposed(order));
    }

    @Test
    void versionThatOthersMayHave_stopsAllUntilItIsHere() {
        var version = new DocumentVersion(DocumentKind.POLICY, 2, Ballots.digest("next"), NOW);
        assertThat(ruled(agreedByTwo(), standing().withAwaited(List.of(version))))
                .containsExactly("AWAITED");
    }

    @Test
    void factsOfOthers_andNone_admitNothing() {
        var bare = agreedByTwo().with(agreedByTwo().approvals(), List.of());
        assertThat(ruled(bare, standing())).contains("NO_ALLOW", "LIMIT_EXCEEDED");
        var claim = Trials.price().fact().claim();
        var foreign =
                Findings.sign(claim, tallystick.core.facts.ClaimKind.RISK, NOW.minusSeconds(60), NOW.plusSeconds(60));
        var lied = bare.with(bare.approvals(), List.of(foreign));
        var denied = rule(lied, standing());
        assertThat(words(denied)).contains("NO_ALLOW");
        assertThat(denied.basis().facts()).singleElement().asString().contains("OTHER_KIND");
    }

    @Test
    void placesWithoutAPolicyOfTheOrganisation_areDenied() {
        for (var documents : List.of(
                Trials.documents(),
                Trials.documents(Trials.aliased(
                        Judging.policy("{\"org\":\"acme\",\"workspace\":\"prod\"}", "\"admission\":\"INHERITED\","))),
                Trials.documents(foreign())))
            assertThat(ruled(agreed(evidence(), standing(documents), "dee", "eli"), standing(documents)))
                    .containsExactly("NO_POLICY");
    }

    private static Policy foreign() {
        return Trials.aliased(Judging.policy("{\"org\":\"other\"}", Trials.RULES));
    }

    @Test
    void blockedPayee_isAdmittedByNothing_andStopsWhatTheBookStops() {
        var allow = "{\"id\":\"all\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]%s}";
        var deny = "{\"id\":\"no\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{\"destination\":{%s}}}";
        var plain = allow.formatted("");
        for (var match : List.of("\"in\":[\"payees\"]", "\"notIn\":[\"payees\"]", "\"kinds\":[\"ADDRESS_BOOK\"]")) {
            var admits = allow.formatted(",\"match\":{\"destination\":{%s}}".formatted(match));
            assertThat(blocked(admits)).as(match).containsExactly("NO_ALLOW");
            assertThat(blocked(plain + "," + deny.formatted(match))).as(match).containsExactly("DENIED_BY");
        }
        assertThat(blocked(plain)).as("where no list is asked").isEqualTo(ALLOWED);
        var safes = "\"in\":[\"payees\",\"safes\"]";
        assertThat(blocked(plain + "," + deny.formatted(safes))).containsExactly("DENIED_BY");
    }

    private static List<String> blocked(String rules) {
        var documents = Trials.documents(Trials.policy(rules));
        return ruled(
                evidence(),
                standing(new Documents(
                        documents.people(),
                        documents.policies(),
                        Trials.book(Trials.payee(true)),
                        documents.roster(),
                        documents.factKeys())));
    }

    @Test
    void noOfAnotherAccount_endsIt() {
        var no = Trials.answer(evidence().subject(), standing(), "dee-ops", Answer.REJECT);
        assertThat(ruled(with(agreedByTwo(), no), standing())).containsExactly("REJECTED");
    }
}

package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Subject;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.IntentId;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("G8 whoever carries requests lies, and nodes that judge for themselves sign nothing for him")
class G8LyingControlTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> TWO = List.of("alpha", "bravo");
    private static final Bytes PAYMENT = Bytes.copyOf(new byte[32]);
    private static final Bytes OTHER = Bytes.ofHex("11".repeat(32));

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;
    private KeyCard key;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private SignRequest request(Bytes message) {
        return fleet.request(key.id(), Algorithm.ED25519, message, TWO);
    }

    private static SignRequest with(SignRequest request, Evidence evidence) {
        return new SignRequest(evidence, request.completed(), request.signers(), request.attempt());
    }

    private static SignRequest with(SignRequest request, Approval... approvals) {
        return with(request, request.evidence().with(List.of(approvals), List.of()));
    }

    private Approval answer(String name, SignRequest request) {
        return people.answer(name, request.evidence().subject(), Answer.APPROVE);
    }

    private void refused(SignRequest request, String why) {
        assertThat(fleet.sign(request).values())
                .hasSize(2)
                .allSatisfy(reply -> assertThat(
                                assertInstanceOf(SignReply.Refused.class, reply).why())
                        .contains(why));
    }

    private void signed(SignRequest request) {
        assertThat(fleet.sign(request).values()).hasSize(2).allMatch(SignReply.Signed.class::isInstance);
    }

    private List<AuditEvent> events(String node) {
        var tiles = Patience.published(fleet.node(node).log());
        var events = new ArrayList<AuditEvent>();
        for (var i = 0L; i < tiles.size(); i++)
            events.add(AuditEntry.parse(tiles.entry(i)).orThrow().event());
        return events;
    }

    private void rangAlarm(String node, SignRequest request) {
        var subject = "request " + request.evidence().intent().id();
        assertThat(events(node))
                .anyMatch(event -> event instanceof AuditEvent.Frozen frozen
                        && frozen.subject().equals(subject));
    }

    @Test
    void rejectionThatIsLeftOutOfTheNextEvidence_hasEndedTheRequest() throws IOException, StoreUnavailable {
        var request = request(PAYMENT);
        var yes = answer("ann", request);
        var no = people.answer("bo", request.evidence().subject(), Answer.REJECT);
        refused(with(request, yes, no), "said no");
        refused(with(request, yes), "it was given up before");
        for (var name : TWO) {
            fleet.stop(name);
            fleet.start(name);
        }
        refused(with(request, yes), "it was given up before");
        var other = request(PAYMENT);
        signed(with(other, answer("ann", other)));
    }

    @Test
    void forgedApproval_freezesTheRequestForGoodAnswersToo() throws IOException, StoreUnavailable {
        var request = request(PAYMENT);
        var good = answer("ann", request);
        var forged = new Approval(
                good.statement(), good.keyId(), new Proof.Plain(new SystemEntropy().bytes(Proof.SIGNATURE_BYTES)));
        refused(with(request, good, forged), "cannot have come about honestly");
        rangAlarm("alpha", request);
        rangAlarm("bravo", request);
        refused(with(request, good), "frozen");
        fleet.stop("alpha");
        fleet.start("alpha");
        refused(with(request, good), "frozen");
        var other = request(PAYMENT);
        signed(with(other, answer("ann", other)));
    }

    @Test
    void approvalOfAnotherIntent_isNoApprovalOfThisOne() {
        var shown = request(PAYMENT);
        var meant = request(OTHER);
        refused(with(meant, answer("ann", shown)), "has to approve, and nobody did");
        assertThat(events("alpha")).noneMatch(AuditEvent.Frozen.class::isInstance);
    }

    @Test
    void approvalOfOtherDigestsUnderTheSameIntent_freezes() {
        var request = request(PAYMENT);
        var subject = new tallystick.core.approval.Subject(
                request.evidence().intent().id().value(),
                request(OTHER).evidence().intent().digests());
        refused(with(request, people.answer("ann", subject, Answer.APPROVE)), "cannot have come about honestly");
        rangAlarm("alpha", request);
    }

    @Test
    void alteredTransaction_isNobodysProposal() {
        var honest = request(PAYMENT);
        var altered = request(OTHER).evidence().intent();
        var evidence = new Evidence(altered, honest.evidence().initiatorSignature());
        refused(with(honest, evidence), "signature is not over this intent");
    }

    @Test
    void replayedEvidence_isSignedOnce() {
        var request = request(PAYMENT);
        var approved = with(request, answer("ann", request));
        var first = fleet.sign(approved);
        signed(approved);
        var again = fleet.sign(approved.again(new SystemEntropy()));
        assertThat(again).isEqualTo(first);
        assertThat(events("alpha"))
                .filteredOn(AuditEvent.Signed.class::isInstance)
                .hasSize(1);
    }

    @Test
    void twoIntentsToTwoNodes_areSignedByNeither() {
        var one = request(PAYMENT);
        var two = request(OTHER);
        var toAlpha = with(one, answer("ann", one));
        var toBravo = with(two, answer("ann", two));
        var replies = new ConcurrentLinkedQueue<SignReply>();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        threads.execute(() -> replies.add(fleet.node("alpha").signings().sign(toAlpha)));
        threads.execute(() -> replies.add(fleet.node("bravo").signings().sign(toBravo)));
        Patience.until(() -> TWO.stream().allMatch(this::hasBegun));
        // Each waits for the other to sign what it was brought itself, and would until its time is over.
        threads.shutdownNow();
        threads.close();
        assertThat(replies).hasSize(2).noneMatch(SignReply.Signed.class::isInstance);
        for (var name : TWO) assertThat(events(name)).noneMatch(AuditEvent.Signed.class::isInstance);
    }

    /// Whoever compares the two logs sees what each was brought; whom each waited for it says itself.
    @Test
    @Tag("slow")
    void twoIntentsToTwoNodes_endByThemselves_andEachLogNamesTheOther() throws Exception {
        var one = request(PAYMENT);
        var two = request(OTHER);
        List<Callable<SignReply>> lies = List.of(
                () -> fleet.node("alpha").signings().sign(with(one, answer("ann", one))),
                () -> fleet.node("bravo").signings().sign(with(two, answer("ann", two))));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var reply : threads.invokeAll(lies)) assertThat(reply.get()).isInstanceOf(SignReply.Aborted.class);
        }
        Patience.until(() -> aborted("alpha", "bravo") && aborted("bravo", "alpha"));
        assertThat(signing("alpha")).containsExactly(one.evidence().intent().id());
        assertThat(signing("bravo")).containsExactly(two.evidence().intent().id());
    }

    private boolean aborted(String node, String culprit) {
        return events(node).stream()
                .anyMatch(event -> event instanceof AuditEvent.RoundAborted aborted
                        && aborted.culprits().equals(List.of(culprit)));
    }

    private List<IntentId> signing(String node) {
        return events(node).stream()
                .filter(event ->
                        event instanceof AuditEvent.NodeVerdict verdict && verdict.ruling() == AuditEvent.Ruling.SIGN)
                .map(event -> ((AuditEvent.NodeVerdict) event).intent())
                .toList();
    }

    private boolean hasBegun(String node) {
        return events(node).stream()
                .anyMatch(event ->
                        event instanceof AuditEvent.NodeVerdict verdict && verdict.ruling() == AuditEvent.Ruling.SIGN);
    }

    @Test
    void policyThatOneNodeWasMadeToBelieve_isKnownToNone() {
        var lax = TrialPeople.policy(2, "");
        var document = people.next(lax, fleet.now());
        var change = people.change("ann", new Proposal.NewDocument(document), "ann", "bo");
        var reply = fleet.node("alpha").documents().follow("an operator", new GovernanceOrder.Propose(change));
        assertThat(assertInstanceOf(GovernanceReply.Followed.class, reply).how())
                .contains("over");
        assertThat(events("alpha"))
                .anyMatch(event -> event instanceof AuditEvent.ChangeEnded ended
                        && ended.reason().contains("too soon"));
        people.knows(lax);
        var request = request(PAYMENT);
        refused(with(request, answer("ann", request)), "has to approve, and nobody did");
    }

    @Test
    void nodesThatJudgeByDifferentPolicies_doNotSignTogether() {
        fleet.network().cut("alpha");
        var strict = TrialPeople.policy(2, TrialPeople.TWO_EYES + """
                , {"id": "no", "effect": "DENY", "activity": ["MESSAGE"]}""");
        var change = people.change("ann", new Proposal.NewDocument(people.next(strict, fleet.now())), "bo");
        people.follow("bravo", new GovernanceOrder.Propose(change));
        Patience.until(() -> !standing("charlie").prepared().isEmpty()
                || standing("charlie").awaited().size() == 1);
        fleet.network().mend("alpha");
        var request = request(PAYMENT);
        assertThat(fleet.node("bravo").signings().sign(with(request, answer("ann", request))))
                .isInstanceOf(SignReply.Refused.class);
    }

    private tallystick.core.wire.GovernanceStanding standing(String node) {
        return fleet.node(node).documents().shown();
    }

    @Test
    void freezeThatWasBroughtToOneNodeOnly_isToldToAll() {
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        people.follow("charlie", new GovernanceOrder.Freeze(freeze));
        Patience.until(
                () -> TWO.stream().noneMatch(name -> standing(name).freezes().isEmpty()));
        var request = request(PAYMENT);
        refused(with(request, answer("ann", request)), "frozen");
    }

    @Test
    void freezeByNobodyWhoMay_isRefused() {
        var honest = people.freeze("bo", new FreezeScope.Workspace());
        var forged = new SignedFreeze(
                honest.order(), honest.keyId(), new Proof.Plain(new SystemEntropy().bytes(Proof.SIGNATURE_BYTES)));
        assertThat(fleet.node("alpha").documents().follow("an operator", new GovernanceOrder.Freeze(forged)))
                .isInstanceOf(GovernanceReply.Refused.class);
        fleet.node("alpha").documents().hear("bravo", new GovernanceNews.Froze(forged).encode());
        fleet.node("alpha").documents().hear("bravo", Bytes.ofUtf8("no news"));
        assertThat(standing("alpha").freezes()).isEmpty();
    }

    @Test
    void approvalOfAChangeThatAnybodyCanMakeUp_endsNothing() {
        var next = TrialPeople.policy(2, TrialPeople.TWO_EYES);
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, fleet.now())), "bo");
        var good = change.approvals().getFirst();
        var forged = new Approval(
                good.statement(), good.keyId(), new Proof.Plain(new SystemEntropy().bytes(Proof.SIGNATURE_BYTES)));
        people.follow("alpha", new GovernanceOrder.Propose(change.with(List.of(forged))));
        assertThat(standing("alpha").freezes()).isEmpty();
        assertThat(standing("alpha").changes()).hasSize(1);
        assertThat(events("alpha")).noneMatch(AuditEvent.ChangeEnded.class::isInstance);
        people.follow("alpha", new GovernanceOrder.Propose(change.with(List.of(forged, good))));
        assertThat(events("alpha")).anyMatch(AuditEvent.AnswerHeard.class::isInstance);
        assertThat(standing("alpha").freezes()).isEmpty();
    }

    @Test
    void approvalOfAChangeByItsKeyOverOtherDigests_endsAndFreezesIt() {
        var next = TrialPeople.policy(2, TrialPeople.TWO_EYES);
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, fleet.now())), "bo");
        var subject = change.change().subject();
        var other = people.answer("bo", new Subject(subject.id(), List.of(subject.id())), Answer.APPROVE);
        people.follow("alpha", new GovernanceOrder.Propose(change.with(List.of(other))));
        people.follow("alpha", new GovernanceOrder.Propose(change));
        assertThat(standing("alpha").prepared()).isEmpty();
        assertThat(standing("alpha").freezes()).hasSize(1);
        assertThat(events("alpha")).anyMatch(AuditEvent.ChangeEnded.class::isInstance);
    }
}

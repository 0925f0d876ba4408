package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Assertions;
import tallystick.core.approval.Proof;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.PersonKey;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.hash.Digest32;
import tallystick.node.documents.Documents;
import tallystick.node.kit.LoneDocuments;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;

@DisplayName("Answers that are worth nothing beside a change that is known, docs/spec/documents.md ND-2")
class JunkAnswersTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final int ANSWERS_MAX = 48;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;
    private SignedChange end;

    @BeforeEach
    void start() throws Exception {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        people.begin(TrialPeople.policy(1, ""));
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        people.follow("alpha", new GovernanceOrder.Freeze(freeze));
        end = people.change("ann", new Proposal.Unfreeze(freeze.order().id()), "ann");
        people.follow("alpha", new GovernanceOrder.Propose(end));
        fleet.stop("alpha");
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    /// Verifies, and counts how often, and how often while everybody else waits.
    private static final class Counted implements Assertions {
        private final AtomicInteger all = new AtomicInteger();
        private final AtomicInteger held = new AtomicInteger();
        private final AtomicReference<Object> lock = new AtomicReference<>(new Object());

        @Override
        public AssertionCheck.Outcome check(PersonKey key, Proof proof, Digest32 statement) {
            all.incrementAndGet();
            if (Thread.holdsLock(lock.get())) held.incrementAndGet();
            return AssertionCheck.check(key, proof, statement);
        }
    }

    /// What is done with what alpha has on its disk.
    @FunctionalInterface
    private interface Use {
        void of(Documents documents, Counted counted);
    }

    private void opened(Use use) throws Exception {
        var counted = new Counted();
        LoneDocuments.opened(fleet, "alpha", log -> log, counted, documents -> {
            counted.lock.set(documents);
            use.of(documents, counted);
            return documents;
        });
    }

    private static GovernanceReply.Followed brought(Documents documents, SignedChange change) {
        return (GovernanceReply.Followed) documents.follow("control", new GovernanceOrder.Propose(change));
    }

    /// Answers beside somebody's key that he did not give.
    private List<Approval> junk(int count) {
        var real = people.answer("bo", end.change().subject(), Answer.APPROVE);
        var at = real.statement().at();
        var junk = new ArrayList<Approval>();
        for (var i = 0; i < count; i++) {
            var statement = ApprovalStatement.of(
                    end.change().subject(), Answer.APPROVE, people.policyHash(), at, at.plusSeconds(1000 + i));
            junk.add(new Approval(statement, real.keyId(), real.proof()));
        }
        return junk;
    }

    @Test
    void junkBesideAKnownChange_isVerifiedOnce_whileNobodyWaits_andChangesNothing() throws Exception {
        opened((documents, counted) -> {
            var known = brought(documents, end);
            assertThat(known.changed()).isFalse();
            for (var round = 1; round <= 3; round++) {
                var before = counted.all.get();
                assertThat(brought(documents, end.with(junk(ANSWERS_MAX)))).isEqualTo(known);
                // All of it, what Ann answered before, and that she proposed it.
                assertThat(counted.all.get() - before).isEqualTo(ANSWERS_MAX + 2);
            }
            assertThat(counted.held).hasValue(0);
        });
    }

    @Test
    void voteAmongJunk_isKept_andNothingIsVerifiedWhileOthersWait() throws Exception {
        opened((documents, counted) -> {
            var answers = junk(ANSWERS_MAX - 1);
            answers.add(people.answer("bo", end.change().subject(), Answer.APPROVE));
            var said = brought(documents, end.with(answers));
            assertThat(said.changed()).isTrue();
            assertThat(said.how()).startsWith("approved, waits until ");
            assertThat(counted.all).hasValue(ANSWERS_MAX + 2);
            assertThat(counted.held).hasValue(0);
            // An earlier yes of somebody's than the one that is kept is worth nothing either.
            var before = people.answer("bo", end.change().subject(), Answer.APPROVE, people.policyHash(), 60);
            var statement = before.statement();
            var older = ApprovalStatement.of(
                    end.change().subject(),
                    Answer.APPROVE,
                    people.policyHash(),
                    statement.at().minusSeconds(600),
                    statement.expiresAt());
            var proof = new Proof.Plain(people.key("bo").sign(older.digest()).bytes());
            var again = brought(documents, end.with(List.of(new Approval(older, before.keyId(), proof))));
            assertThat(again).isEqualTo(new GovernanceReply.Followed(false, said.how()));
        });
    }

    @Test
    void noAmongJunk_endsTheChange_andSoDoesAnAnswerOfAKeyThatCannotBeHonest() throws Exception {
        opened((documents, counted) -> {
            var answers = junk(ANSWERS_MAX - 1);
            var at = answers.getFirst().statement().at();
            var other = new ApprovalStatement(
                    end.change().subject().id(),
                    people.policyHash(),
                    Answer.APPROVE,
                    people.policyHash(),
                    at,
                    at.plusSeconds(600));
            answers.add(new Approval(
                    other,
                    answers.getFirst().keyId(),
                    new Proof.Plain(people.key("bo").sign(other.digest()).bytes())));
            assertThat(brought(documents, end.with(answers)).how()).startsWith("over: ");
            assertThat(documents.shown().freezes()).hasSize(2);
            assertThat(counted.held).hasValue(0);
        });
        opened((documents, counted) -> {
            var freeze = people.freeze("bo", new FreezeScope.Vault("hot"));
            people.follow(documents, new GovernanceOrder.Freeze(freeze));
            var change =
                    people.change("ann", new Proposal.Unfreeze(freeze.order().id()), "ann");
            brought(documents, change);
            var no = change.with(List.of(people.answer("bo", change.change().subject(), Answer.REJECT)));
            assertThat(brought(documents, no).how()).isEqualTo("over: rejected by u:bo");
            assertThat(counted.held).hasValue(0);
        });
    }

    @Test
    void whatIsDue_isVerifiedOnce_beforeAnybodyWaits() throws Exception {
        opened((documents, counted) -> {
            documents.tick();
            documents.tick();
            assertThat(counted.all).hasValue(4);
            assertThat(counted.held).hasValue(0);
        });
    }
}

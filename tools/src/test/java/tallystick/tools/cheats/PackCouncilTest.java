package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Change;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Level;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Changes that nodes say they accepted are ruled on again, docs/spec/evidence-pack.md EP-25")
class PackCouncilTest {
    /// The small fleet writes an entry each 20 seconds; its own are 10.
    private static final Instant SEEN = SmallFleet.AT.plusSeconds(240);

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();

    /// What happens to the workspace, and how it may be lied about.
    private record Course(String max, Instant from, Answer answer, Instant answered, String by, Instant seen) {
        static Course honest() {
            return new Course("300", SEEN.plusSeconds(60), Answer.APPROVE, SEEN.plusSeconds(5), "bo", SEEN);
        }
    }

    /// A no of Bo beside, and whether each log tells of it before the pledge, after it, or not at all.
    private enum No {
        NONE,
        BEFORE,
        AFTER,
        VEILED_BEFORE
    }

    private No no = No.NONE;
    private String rules = SmallFleet.POLICY;

    private Packs.Ran verified(Course course) throws IOException {
        var genesis = fleet.genesis().genesis();
        var before =
                Optional.ofNullable(genesis.inForce().get(DocumentKind.POLICY)).orElseThrow();
        var text = rules.replace("\"version\": 1", "\"version\": 2")
                .replace("\"max\": \"400\"", "\"max\": \"%s\"".formatted(course.max()));
        var content = PolicyText.canonical(PolicyFile.parse(Bytes.ofUtf8(text)).orThrow());
        var next = before.next(content, course.from());
        var signed = approved(change(genesis.hash(), new Proposal.NewDocument(next)), course);
        var words = SmallFleet.NODES.stream()
                .map(node -> Pledge.of(genesis.hash(), DocumentVersion.of(next), node, true, fleet.key(node)))
                .toList();
        var version = DocumentVersion.of(next);
        var told = new ArrayList<AuditEvent>(List.of(
                new AuditEvent.ChangeSeen(signed.change().id(), "u:ann", "policy version 2", next.hash()),
                new AuditEvent.AnswerHeard(signed.change().id(), "u:bo", course.answer() == Answer.APPROVE)));
        var name = no == No.VEILED_BEFORE ? Veil.of(next.hash(), "u:bo").text() : "u:bo";
        var late = new AuditEvent.AnswerHeard(signed.change().id(), name, false);
        if (no == No.BEFORE || no == No.VEILED_BEFORE) told.add(late);
        told.add(new AuditEvent.VersionPledged(version.kind().code(), 2, next.hash(), true));
        if (no == No.AFTER) told.add(late);
        told.add(new AuditEvent.VersionActivated(version.kind().code(), 2, next.hash()));
        write(told);
        for (var node : SmallFleet.NODES) {
            kept(node, "02-" + signed.change().id(), course.seen(), change(signed));
            kept(node, "04-0200000002", course.from(), next.encode());
            kept(node, "08-" + next.hash(), SEEN, new Covenant(words).encode());
        }
        return exported();
    }

    private Packs.Ran exported() throws IOException {
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private void write(List<AuditEvent> further) throws IOException {
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var more = new ArrayList<>(events);
                        while (more.size() < 12) more.add(new AuditEvent.AlarmRang("vitals", "drill"));
                        more.addAll(further);
                        return more;
                    }
                })
                .write(folder);
    }

    private void kept(String node, String name, Instant at, Bytes body) throws IOException {
        SmallFleet.keep(folder.resolve(node), name, at, body);
    }

    private static Bytes change(SignedChange signed) {
        return new Writer().bool(true).variable(signed.encode()).toBytes();
    }

    private Change change(Digest32 workspace, Proposal proposal) {
        return new Change(
                workspace,
                proposal,
                new PersonId("u:ann"),
                "drill",
                SEEN,
                SEEN.plusSeconds(7200),
                Bytes.copyOf(new byte[16]));
    }

    private SignedChange approved(Change change, Course course) {
        var level = Level.of(PolicyFile.parse(Bytes.ofUtf8(rules)).orThrow());
        var statement = ApprovalStatement.of(
                change.subject(),
                course.answer(),
                level.hash().value(),
                course.answered(),
                course.answered().plusSeconds(3600));
        var answers = new ArrayList<>(List.of(answer(course.by(), statement)));
        if (no != No.NONE)
            answers.add(answer(
                    "bo",
                    ApprovalStatement.of(
                            change.subject(),
                            Answer.REJECT,
                            level.hash().value(),
                            SEEN.plusSeconds(10),
                            SEEN.plusSeconds(3600))));
        answers.sort(Comparator.comparing(each -> each.encode().toHex()));
        return new SignedChange(
                change,
                new PersonKey.EdKey(fleet.key("ann").verifyKey()).id(),
                new Proof.Plain(fleet.key("ann").sign(change.id()).bytes()),
                answers);
    }

    private Approval answer(String by, ApprovalStatement statement) {
        var key = fleet.key(by);
        return new Approval(
                statement,
                new PersonKey.EdKey(key.verifyKey()).id(),
                new Proof.Plain(key.sign(statement.digest()).bytes()));
    }

    private static void assertSaid(Packs.Ran said, String why) {
        assertThat(said.text()).contains("WRONG").contains("ruling again says: " + why);
        assertThat(said.exit()).isEqualTo(1);
    }

    @Test
    void versionThatWasAcceptedAsItMust_isRuledOnAgain() throws IOException {
        var said = verified(Course.honest());
        assertThat(said.text()).contains("2 rulings on changes were made again");
        assertThat(said.exit()).as(said.text()).isZero();
        var tables = Packs.files(folder.resolve("pack.zip"));
        var table = Optional.ofNullable(tables.get("parts/03-policies.csv")).orElseThrow();
        assertThat(new String(table.toArray(), StandardCharsets.UTF_8))
                .contains("\"u:ann\",\"u:bo approve at %s\",\"tighten\",\"alpha beta\""
                        .formatted(Course.honest().answered()));
    }

    @Test
    void looserVersionByOnePerson_isNamed() throws IOException {
        var honest = Course.honest();
        assertSaid(
                verified(new Course("500", honest.from(), Answer.APPROVE, honest.answered(), "bo", SEEN)), "too soon");
    }

    @Test
    void versionThatBeganTooLate_isNamed() throws IOException {
        var honest = Course.honest();
        assertSaid(
                verified(new Course("300", SEEN.plusSeconds(9000), Answer.APPROVE, honest.answered(), "bo", SEEN)),
                "too late");
    }

    @Test
    void answerThatCameAfterThePledge_doesNotCount() throws IOException {
        var honest = Course.honest();
        assertSaid(
                verified(new Course("300", honest.from(), Answer.APPROVE, SEEN.plusSeconds(600), "bo", SEEN)),
                "answers are missing");
    }

    @Test
    void rejectedVersion_isNamed() throws IOException {
        var honest = Course.honest();
        assertSaid(
                verified(new Course("300", honest.from(), Answer.REJECT, honest.answered(), "bo", SEEN)),
                "rejected by u:bo");
    }

    /// It is dated before the pledge, by whoever signed it later.
    @Test
    void noThatCameAfterThePledge_accusesNobody() throws IOException {
        no = No.AFTER;
        var said = verified(Course.honest());
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void pledgeDespiteANo_isNamed() throws IOException {
        no = No.BEFORE;
        assertSaid(verified(Course.honest()), "rejected by u:bo");
    }

    @Test
    void pledgeDespiteANoOfAVeiledName_isNamed() throws IOException {
        no = No.VEILED_BEFORE;
        assertSaid(verified(Course.honest()), "rejected by u:bo");
    }

    @Test
    void proposersOwnAnswer_doesNotCount() throws IOException {
        var honest = Course.honest();
        assertSaid(
                verified(new Course("300", honest.from(), Answer.APPROVE, honest.answered(), "ann", SEEN)),
                "answers are missing");
    }

    @Test
    void pledgeBeforeTheChangeWasSeen_isNamed() throws IOException {
        var honest = Course.honest();
        assertSaid(
                verified(new Course(
                        "300", honest.from(), Answer.APPROVE, honest.answered(), "bo", SEEN.plusSeconds(600))),
                "the node had not seen it yet");
    }

    @Test
    void freezeThatEndedWithoutItsChange_isNamed() throws IOException {
        write(List.of(new AuditEvent.Unfrozen("the workspace", "drill over")));
        assertSaid(exported(), "it keeps no such change");
    }

    @Test
    void freezeThatEndedBeforeItsTime_isNamed() throws IOException {
        var genesis = fleet.genesis().genesis();
        var order = new FreezeOrder(
                genesis.hash(),
                new FreezeScope.Workspace(),
                new PersonId("u:bo"),
                "drill",
                SmallFleet.AT.plusSeconds(1),
                Bytes.copyOf(new byte[16]));
        var freeze = new SignedFreeze(
                order,
                new PersonKey.EdKey(fleet.key("bo").verifyKey()).id(),
                new Proof.Plain(fleet.key("bo").sign(order.id()).bytes()));
        var signed = approved(change(genesis.hash(), new Proposal.Unfreeze(order.id())), Course.honest());
        write(List.of(new AuditEvent.Unfrozen("the workspace", "drill over")));
        for (var node : SmallFleet.NODES) {
            kept(node, "02-" + signed.change().id(), SEEN, change(signed));
            kept(node, "05-" + order.id(), SEEN, freeze.encode());
        }
        assertSaid(exported(), "answers are missing");
    }

    @Test
    void pledgeToADocumentNobodyProposed_isANote() throws IOException {
        write(List.of(new AuditEvent.VersionPledged(2, 2, Digest32.ofHex("22".repeat(32)), true)));
        var said = exported();
        assertThat(said.text()).contains("of which it keeps no proposal");
        assertThat(said.exit()).as(said.text()).isZero();
    }

    /// With a rule that can be cancelled for so many seconds.
    private Packs.Ran cancellable(int seconds) throws IOException {
        rules = SmallFleet.POLICY.replace(
                "{\"id\": \"daily\"",
                "{\"id\": \"slow\", \"effect\": \"REQUIRE\", \"activity\": [\"POLICY_CHANGE\"],"
                        + " \"delay\": {\"min\": \"PT%dS\",".formatted(seconds)
                        + " \"cancelBy\": [\"admins\"]}}, {\"id\": \"daily\"");
        fleet.ruledBy(rules);
        return verified(Course.honest());
    }

    /// Whoever may cancel had no time: nodes once pledged so, and a pledge alone puts nothing into force.
    @Test
    void pledgeWhileTheChangeCouldBeCancelled_isANote() throws IOException {
        var said = cancellable(59);
        assertThat(said.text()).contains("until when it could be cancelled");
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void pledgeWhenTheChangeCouldNoMoreBeCancelled_isNotRemarkedOn() throws IOException {
        var said = cancellable(5);
        assertThat(said.text()).doesNotContain("until when it could be cancelled");
        assertThat(said.exit()).as(said.text()).isZero();
    }
}

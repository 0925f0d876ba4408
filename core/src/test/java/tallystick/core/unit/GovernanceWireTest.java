package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.HashSet;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.governance.Change;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Orders;
import tallystick.core.kit.Statutes;
import tallystick.core.people.PersonId;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("What is said about documents, docs/spec/documents.md")
class GovernanceWireTest {
    private static <T> void comesBack(T message, Bytes encoded, Function<Bytes, Parsed<T>> parser) {
        assertEquals(message, parser.apply(encoded).orThrow());
        assertThat(parser.apply(Bytes.concat(encoded, Bytes.copyOf((byte) 0)))).isInstanceOf(Parsed.Malformed.class);
        assertThat(parser.apply(encoded.slice(0, encoded.length() - 1))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void everyOrder_comesBack() {
        var kinds = new HashSet<Class<?>>();
        for (var order : Orders.orders()) {
            comesBack(order, order.encode(), GovernanceOrder::parse);
            kinds.add(order.getClass());
        }
        assertEquals(7, kinds.size());
    }

    @Test
    void everyReply_comesBack() {
        var kinds = new HashSet<Class<?>>();
        for (var reply : Orders.replies()) {
            comesBack(reply, reply.encode(), GovernanceReply::parse);
            kinds.add(reply.getClass());
        }
        assertEquals(6, kinds.size());
    }

    @Test
    void everyPieceOfNews_comesBackAndHasANameOfItsOwn() {
        var names = new HashSet<Object>();
        for (var news : Orders.news()) {
            comesBack(news, news.encode(), GovernanceNews::parse);
            names.add(news.item());
        }
        assertEquals(5, names.size());
    }

    @Test
    void largestDocument_withAllThatMayBeSaidToIt_isTakenInOneFrame() {
        var document = Statutes.inForce(DocumentKind.POLICY).next(Bytes.copyOf(new byte[4 << 20]), Statutes.NOW);
        var person = "u:" + "a".repeat(63);
        var change = new Change(
                Statutes.WORKSPACE,
                new Proposal.NewDocument(document),
                new PersonId(person),
                "\ud840\udc00".repeat(256),
                Statutes.NOW,
                Statutes.NOW.plusSeconds(1),
                Bytes.copyOf(new byte[16]));
        var proof = new Proof.Assertion(
                Bytes.copyOf(new byte[255]), Bytes.copyOf(new byte[2048]), Bytes.copyOf(new byte[64]));
        var key = Ballots.digest("key");
        var said = new Approval(
                ApprovalStatement.of(
                        change.subject(), Answer.APPROVE, Ballots.POLICY, Statutes.NOW, Statutes.NOW.plusSeconds(1)),
                key,
                proof);
        var news = new GovernanceNews.Changed(new SignedChange(change, key, proof, Collections.nCopies(48, said)));
        var frame = new PeerFrame(GovernanceNews.CHANNEL, true, news.encode());
        assertThat(PeerFrame.parse(frame.encode()).map(PeerFrame::body)).isEqualTo(new Parsed.Ok<>(news.encode()));
    }

    @Test
    void bodyBeyondTheLongest_isMalformed() {
        var body = Bytes.copyOf(new byte[PeerFrame.BODY_BYTES_MAX + 1]);
        var frame = new PeerFrame(GovernanceNews.CHANNEL, true, body);
        assertThat(PeerFrame.parse(frame.encode())).isInstanceOf(Parsed.Malformed.class);
    }
}

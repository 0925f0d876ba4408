package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Change;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.kit.Statutes;
import tallystick.crypto.codec.Bytes;

@DisplayName("Documents and changes as values, docs/spec/governance.md GO-1 and GO-3")
class DocumentTest {
    private static Document document(DocumentKind kind, long seconds, String content) {
        return new Document(
                kind, 1, Optional.empty(), Statutes.NOW.plus(Duration.ofSeconds(seconds)), Bytes.ofUtf8(content));
    }

    @Test
    void documentsThatSayTheSame_areOne_andAllOthersAreNone() {
        var one = document(DocumentKind.POLICY, 0, "one");
        var same = document(DocumentKind.POLICY, 0, "one");
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one.hash()).isEqualTo(same.hash()).isSameAs(one.hash());
        for (var other : new Document[] {
            document(DocumentKind.PEOPLE, 0, "one"),
            document(DocumentKind.POLICY, 1, "one"),
            document(DocumentKind.POLICY, 0, "two"),
            one.next(Bytes.ofUtf8("one"), one.effectiveFrom())
        }) {
            assertThat(one).isNotEqualTo(other);
            assertThat(one.hash()).isNotEqualTo(other.hash());
        }
        assertThat(Document.parse(one.encode()).orThrow()).isEqualTo(one);
    }

    @Test
    void changesThatSayTheSame_areOne_andAllOthersAreNone() {
        var proposal = new Proposal.NewDocument(document(DocumentKind.POLICY, 0, "one"));
        var one = Statutes.change(proposal, "ann");
        var same = new Change(
                one.workspace(), one.proposal(), one.by(), one.reason(), one.at(), one.expiresAt(), one.salt());
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one.id()).isEqualTo(same.id()).isSameAs(one.id());
        var other = new Proposal.NewDocument(document(DocumentKind.POLICY, 0, "two"));
        for (var differs : new Change[] {
            Statutes.change(other, "ann"),
            Statutes.change(proposal, "bo"),
            new Change(one.workspace(), proposal, one.by(), "otherwise", one.at(), one.expiresAt(), one.salt()),
            new Change(
                    one.workspace(),
                    proposal,
                    one.by(),
                    one.reason(),
                    one.at(),
                    one.expiresAt().plusSeconds(1),
                    one.salt())
        }) {
            assertThat(one).isNotEqualTo(differs);
            assertThat(one.id()).isNotEqualTo(differs.id());
        }
    }
}

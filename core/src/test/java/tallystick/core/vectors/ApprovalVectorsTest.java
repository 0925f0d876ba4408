package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Verification;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Our own vectors of approvals, vectors/house/approval.json")
class ApprovalVectorsTest {
    @Test
    void everyStoredApproval_hasItsStatement_andCounts() {
        var stored = VectorFiles.ours("house/approval.json");
        assertThat(Ballots.SUBJECT.digestsHash())
                .hasToString(stored.get("digestsHash").text());
        var cases = stored.get("cases").items();
        for (var vector : cases) {
            var approval = Approval.parse(vector.get("approval").hex()).orThrow();
            assertThat(approval.statement().digest())
                    .hasToString(vector.get("statement").text());
            assertThat(approval.encode()).isEqualTo(vector.get("approval").hex());
            var verification = Ballots.hearing(Crowd.directory()).verify(approval);
            assertThat(verification).isInstanceOf(Verification.Counted.class);
            var vote = ((Verification.Counted) verification).vote();
            assertThat(vote.person()).hasToString(vector.get("person").text());
            assertThat(vote.answer()).hasToString(vector.get("answer").text());
            assertThat(vote.strength()).hasToString(vector.get("strength").text());
        }
        assertThat(cases).hasSize(6);
    }
}

package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.LogWalk;

@DisplayName("Receipts of those who signed together, docs/spec/evidence-pack.md EP-11, EP-58")
class PackTwinsTest {
    private static final Digest32 ID = Digest32.ofHex("0a".repeat(32));

    private final Report report = new Report();
    private final Set<String> agreed = new HashSet<>();
    private final PackTwins twins = new PackTwins(
            List.of("alpha", "beta", "gamma"),
            (node, intent) -> agreed.contains(node + intent),
            new PackReturned(),
            report);

    private static Receipt receipt(IntentId intent, int signature, List<String> signers) {
        var bytes = Bytes.ofHex("%02x".formatted(signature).repeat(64));
        var part = new Receipt.Part(ID.bytes(), bytes, 0);
        return new Receipt(
                intent,
                ID,
                1,
                DerivationPath.root(),
                Algorithm.ED25519,
                ID.bytes(),
                Optional.empty(),
                ID,
                signers,
                ID,
                ID,
                List.of(part));
    }

    private void saw(String node, Receipt receipt) {
        var entry = new AuditEntry(Instant.EPOCH, new AuditEvent.Signed(receipt));
        twins.saw(new LogWalk.Found(node, 0, entry), receipt, true);
    }

    private void saw(String node, int signature, String... signers) {
        saw(node, receipt(new IntentId(ID), signature, List.of(signers)));
    }

    private List<String> said() {
        twins.ended();
        return report.findings().stream().map(Report.Finding::what).toList();
    }

    @Test
    void receiptsThatSayTheSame_inWhateverOrder_areSettled() {
        saw("beta", 1, "alpha", "beta");
        saw("alpha", 1, "beta", "alpha");
        saw("beta", 1, "alpha", "beta");
        assertThat(said()).isEmpty();
    }

    @Test
    void receiptThatAnotherSignerDoesNotHave_isNamed() {
        saw("beta", 1, "alpha", "beta");
        assertThat(said())
                .containsExactly("beta has a receipt of intent %s that names alpha as a signer, and alpha has none, nor"
                                .formatted(ID)
                        + " a verdict");
    }

    @Test
    void signersThatDiffer_areNamed_asThoseWhoSaySo() {
        saw("alpha", 1, "alpha", "gamma");
        saw("beta", 1, "alpha", "beta");
        assertThat(said())
                .contains("alpha and beta name different signers of intent %s: alpha gamma, and alpha beta"
                        .formatted(ID));
    }

    @Test
    void receiptThatNamesItsNodeAlone_doesNotHideTheOther() {
        saw("alpha", 1, "alpha");
        saw("beta", 1, "alpha", "beta", "gamma");
        assertThat(said())
                .anyMatch(what -> what.contains("name different signers"))
                .anyMatch(what -> what.contains("names gamma as a signer, and gamma has none"));
    }

    @Test
    void signaturesThatDiffer_areNamed_andNobodyIsMissed() {
        saw("alpha", 1, "alpha", "beta");
        saw("beta", 2, "alpha", "beta");
        assertThat(said()).containsExactly("alpha and beta have different signatures of intent " + ID);
    }

    @Test
    void receiptsThatOneNodeMakesUp_haveNothingForgottenOfAnother() {
        saw("beta", 1, "beta", "gamma");
        for (var i = 0; i < 65_600; i++)
            saw("alpha", receipt(new IntentId(Digest32.ofHex("%064x".formatted(i))), 3, List.of("alpha", "beta")));
        saw("gamma", 1, "beta", "gamma");
        assertThat(said()).noneMatch(what -> what.contains("names gamma"));
    }
}

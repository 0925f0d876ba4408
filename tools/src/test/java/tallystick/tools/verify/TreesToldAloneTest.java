package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;

@DisplayName("Quorum trees that nobody but the signers tells of, docs/spec/evidence-pack.md EP-59")
class TreesToldAloneTest {
    private static final Digest32 ID = Digest32.ofHex("0a".repeat(32));

    private final Report report = new Report();
    private final PackSigners signers = new PackSigners(Set.of("alpha", "beta", "gamma"), report);

    private void activated(String node, int epoch) {
        signers.activated(
                node,
                new AuditEvent.CeremonyActivated(
                        ID, epoch, Scheme.FROST_ED25519.code(), "2 of (alpha, beta, gamma)", ID.bytes(), ID, ID));
    }

    private List<String> signed(int epoch, String... by) {
        var part = new Receipt.Part(ID.bytes(), Bytes.ofHex("01".repeat(64)), 0);
        signers.signed(new Receipt(
                new IntentId(ID),
                ID,
                epoch,
                DerivationPath.root(),
                Algorithm.ED25519,
                ID.bytes(),
                Optional.empty(),
                ID,
                List.of(by),
                ID,
                ID,
                List.of(part)));
        signers.ended();
        return report.findings().stream().map(Report.Finding::what).toList();
    }

    @Test
    void treeThatSignersAloneTell_isANote() {
        activated("alpha", 1);
        activated("beta", 1);
        assertThat(signed(1, "beta", "alpha"))
                .containsExactly(("who may sign with key %s in epoch 1 no log and no attestation tells but those of"
                                + " alpha beta, who signed 1 times")
                        .formatted(ID));
        assertThat(report.holds()).isTrue();
    }

    @Test
    void treeThatAnotherTells_isNone() {
        activated("alpha", 1);
        activated("beta", 1);
        activated("gamma", 1);
        assertThat(signed(1, "alpha", "beta")).isEmpty();
    }

    @Test
    void treeThatAnotherTells_ofAnEpochBefore_isANote() {
        activated("gamma", 1);
        activated("alpha", 2);
        activated("beta", 2);
        assertThat(signed(2, "alpha", "beta")).hasSize(1);
    }

    @Test
    void treeOfAKeyWithWhichAllNodesSign_isNone() {
        activated("alpha", 1);
        assertThat(signed(1, "alpha", "beta", "gamma")).isEmpty();
    }
}

package tallystick.mpc.old;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.SealedShareForm;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.session.PartyId;

/// Keys, shares, certificates and statements as earlier releases wrote them still open, and are written the same
/// today.
class KeyFormatTest {
    @Test
    void keysAndSharesOfFormat1_stillOpen() {
        var opened = 0;
        for (var each : VectorFiles.ours("house/key-share-1.json").get("keys").items())
            try (var home = SecretMemory.open()) {
                var encoded = each.get("groupKey").hex();
                var key = GroupKey.parse(encoded).orThrow();
                assertThat(key.encode()).isEqualTo(encoded);
                assertThat(key.hash().bytes())
                        .isEqualTo(each.get("groupKeyHash").hex());
                assertThat(key.scheme().name()).isEqualTo(each.get("scheme").text());
                assertThat(key.tree().toString())
                        .isEqualTo(each.get("quorumTree").text());
                for (var share : each.get("shares").items()) {
                    assertShareOpens(key, share, home);
                    opened++;
                }
            }
        assertThat(opened).isEqualTo(12);
    }

    @Test
    void certificatesAndStatementsOfFormat1_stillOpen() {
        var file = VectorFiles.ours("house/key-share-1.json");
        var certificate = Certificate.parse(file.get("certificate").hex()).orThrow();
        assertThat(certificate.encode()).isEqualTo(file.get("certificate").hex());
        assertThat(certificate.prepared()).hasSize(3);
        var opened = 0;
        for (var each : file.get("statements").items()) {
            var statement = EpochStatement.parse(each.hex()).orThrow();
            assertThat(statement.encode()).isEqualTo(each.hex());
            assertThat(statement.about()).isEqualTo(certificate.about());
            opened++;
        }
        assertThat(opened).isEqualTo(4);
    }

    /// The bytes never said whether their epoch was certified; so they open as pending.
    private static void assertShareOpens(GroupKey key, Json share, SecretMemory home) {
        var party = new PartyId(share.get("party").number());
        var encoded = share.get("secret").hex();
        try (var secret = home.allocate(encoded.length())) {
            MemorySegment.copy(MemorySegment.ofArray(encoded.toArray()), 0, secret.memory(), 0, encoded.length());
            try (var opened = TrialEpochs.inUse(
                            KeptShare.parse(secret, key, party, home).orThrow(), party);
                    var written = SealedShareForm.write(opened, home)) {
                assertThat(Bytes.copyOf(written.reveal(SecretAccess.TEST_VECTOR)))
                        .isEqualTo(encoded);
            }
        }
    }
}

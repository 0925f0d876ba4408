package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

class PackMembersTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");

    private final SecretMemory home = SecretMemory.open();
    private final SeededEntropy entropy = new SeededEntropy(5);
    private final IdentityKey alpha = IdentityKey.generate(entropy, home);
    private final IdentityKey before = IdentityKey.generate(entropy, home);
    private final IdentityKey since = IdentityKey.generate(entropy, home);

    @AfterEach
    void close() {
        for (var key : List.of(alpha, before, since)) key.close();
        home.close();
    }

    private static Member node(String name, IdentityKey key) {
        var identity = key.verifyKey();
        return new Member(name, Member.Role.NODE, identity, new Digest32(identity.bytes()), "localhost", 9000);
    }

    private Roster roster(int version, IdentityKey beta) {
        return new Roster(version, List.of(node("alpha", alpha), node("beta", beta)));
    }

    /// @param inForce the key of beta in each version of the roster, a day after each other
    private List<Report.Finding> judged(IdentityKey pack, IdentityKey... inForce) {
        var versions = new ArrayList<Document>();
        for (var key : inForce) {
            var content = roster(versions.size() + 1, key).encode();
            versions.add(
                    versions.isEmpty()
                            ? new Document(DocumentKind.ROSTER, 1, Optional.empty(), AT, content)
                            : versions.getLast().next(content, AT.plusSeconds(86_400L * versions.size())));
        }
        var report = new Report();
        new PackMembers(roster(1, pack), Map.of("alpha", versions), report).judge(AT.plusSeconds(60));
        return report.findings();
    }

    @Test
    void nodeWithItsOwnKey_isNoFinding() {
        assertThat(judged(before, before)).isEmpty();
        assertThat(judged(before, before, since)).isEmpty();
    }

    @Test
    void keyThatALaterRosterGives_isANote() {
        assertThat(judged(since, before, since)).singleElement().satisfies(finding -> {
            assertThat(finding.note()).isTrue();
            assertThat(finding.what()).startsWith("beta has another key in the pack's roster");
        });
    }

    @Test
    void keyThatNoLaterRosterGives_isWrong() {
        assertThat(judged(since, before))
                .singleElement()
                .satisfies(finding -> assertThat(finding.holds()).isFalse());
    }
}

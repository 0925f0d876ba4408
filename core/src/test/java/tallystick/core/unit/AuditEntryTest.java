package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.governance.DocumentKind;
import tallystick.core.intent.IntentId;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

@DisplayName("Audit entries, docs/spec/audit-log.md")
class AuditEntryTest {
    private static final Instant AT = Instant.ofEpochMilli(1_800_000_000_123L);

    private static Digest32 digest(String name) {
        return Transcript.of("tallystick/test/v1/digest").add("name", name).digest();
    }

    private static Receipt receipt(List<Receipt.Part> parts) {
        return new Receipt(
                new IntentId(digest("intent")),
                digest("key"),
                3,
                DerivationPath.of(0, 7),
                Algorithm.ECDSA_SECP256K1,
                Curve.SECP256K1.group().generator().encode(),
                Optional.empty(),
                digest("request"),
                List.of("client", "risk"),
                digest("policy"),
                digest("build"),
                parts);
    }

    private static Receipt ofChildren() {
        var plain = receipt(List.of(part(digest("a").bytes())));
        var roots = List.of(
                Optional.<Bytes>empty(),
                Optional.of(Bytes.empty()),
                Optional.of(digest("root").bytes()));
        var parts = new ArrayList<Receipt.Part>();
        for (var root : roots)
            parts.add(new Receipt.Part(
                    DerivationPath.of(1, 2), root, digest("a").bytes(), Bytes.copyOf(new byte[64]), 0));
        return new Receipt(
                plain.intent(),
                plain.keyId(),
                plain.epoch(),
                plain.path(),
                Algorithm.BIP340,
                plain.publicKey(),
                Optional.of(digest("chain")),
                plain.request(),
                plain.signers(),
                plain.policy(),
                plain.build(),
                parts);
    }

    private static Receipt.Part part(Bytes message) {
        return new Receipt.Part(message, Bytes.copyOf(new byte[64]), 1);
    }

    private static List<AuditEvent> events() {
        var head = new TreeHead(5, digest("root"));
        return List.of(
                new AuditEvent.NodeStarted("1.2.3", digest("build"), digest("boot")),
                new AuditEvent.NodeStopped(digest("boot")),
                new AuditEvent.IntentSeen(new IntentId(digest("intent")), digest("key")),
                new AuditEvent.NodeVerdict(
                        new IntentId(digest("intent")),
                        digest("key"),
                        List.of(digest("a"), digest("b")),
                        AuditEvent.Ruling.REFUSE,
                        "expired",
                        digest("policy"),
                        Optional.of(digest("other"))),
                new AuditEvent.Signed(receipt(List.of(part(digest("a").bytes())))),
                new AuditEvent.Signed(ofChildren()),
                new AuditEvent.RoundAborted(digest("session"), "bad_proof", List.of("client"), digest("evidence")),
                new AuditEvent.CeremonyPrepared(digest("key"), 1, digest("group")),
                new AuditEvent.CeremonyActivated(
                        digest("key"),
                        1,
                        1,
                        "2 of (a, b)",
                        Curve.SECP256K1.group().generator().encode(),
                        digest("chain"),
                        digest("certificate")),
                new AuditEvent.CeremonyAttested(digest("key"), 1, digest("statement"), Bytes.copyOf(new byte[64])),
                new AuditEvent.PeerRefused("client", "no role for this call"),
                new AuditEvent.CheckpointCosigned("client", head),
                new AuditEvent.PeerQuarantined("client", "lost entries", head, new TreeHead(4, digest("r"))),
                new AuditEvent.SetQuarantined(digest("key"), 3, List.of("a", "client")),
                new AuditEvent.PeerCleared("client", "operator", "disk replaced", head),
                new AuditEvent.Frozen("everything", "drill"),
                new AuditEvent.Unfrozen("everything", "drill over"),
                new AuditEvent.RosterFollowed(2, digest("roster")),
                new AuditEvent.CertificateChanged(digest("pin"), AT),
                new AuditEvent.ShareQuarantined("backup", "operator", "a stolen disk"),
                new AuditEvent.QuarantineLifted("backup", "", ""),
                new AuditEvent.RefreshBegun(digest("key"), 3, "risk", "schedule", ""),
                new AuditEvent.ShareRestored(digest("key"), 3, digest("group"), digest("backup")),
                new AuditEvent.GenesisTaken(digest("workspace")),
                new AuditEvent.ChangeSeen(digest("change"), "u:ann", "policy version 2", digest("document")),
                new AuditEvent.AnswerHeard(digest("change"), "u:bo", true),
                new AuditEvent.ChangeEnded(digest("change"), "expired"),
                new AuditEvent.VersionPledged(2, 2, digest("document"), true),
                new AuditEvent.VersionActivated(2, 2, digest("document")),
                new AuditEvent.AlarmRang("refresh", "the refresh of a key is overdue"),
                new AuditEvent.CallerAdmitted("operator", 2, digest("pin")),
                new AuditEvent.OpeningsErased(3, "a person asked for it"),
                new AuditEvent.PackCountersigned(digest("manifest"), "operator", Instant.EPOCH, AT, "everything"),
                new AuditEvent.PolicyDecided(
                        new IntentId(digest("intent")),
                        digest("policy"),
                        digest("trace"),
                        AuditEvent.Said.PENDING,
                        "one of ops has to approve"));
    }

    @Test
    void timeAndKindOfAnEntry_areReadWithoutTheRest() {
        var cosigned = new AuditEvent.CheckpointCosigned("client", new TreeHead(7, digest("root")));
        var cleared = new AuditEvent.PeerCleared("client", "op", "", new TreeHead(7, digest("root")));
        assertEquals(AuditEntry.COSIGNED, AuditEntry.kindOf(new AuditEntry(AT, cosigned).encode()));
        assertEquals(AuditEntry.CLEARED, AuditEntry.kindOf(new AuditEntry(AT, cleared).encode()));
        for (var event : events())
            assertEquals(new AuditEntry(AT, event).at(), AuditEntry.timeOf(new AuditEntry(AT, event).encode()));
    }

    @Test
    void everyKindOfEntry_printsAndParsesToItself() {
        var kinds = new HashSet<Class<?>>();
        for (var event : events()) {
            var entry = new AuditEntry(AT, event);
            assertEquals(entry, AuditEntry.parse(entry.encode()).orThrow());
            kinds.add(event.getClass());
        }
        assertEquals(AuditEvent.class.getPermittedSubclasses().length, kinds.size());
    }

    @Test
    void everyCutOrAppendedByte_isMalformed() {
        var refused = 0;
        for (var event : events()) {
            var bytes = new AuditEntry(AT, event).encode();
            for (var length = 0; length < bytes.length(); length++) {
                assertThat(AuditEntry.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
                refused++;
            }
            assertThat(AuditEntry.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0))))
                    .isInstanceOf(Parsed.Malformed.class);
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void everyFlippedBit_isMalformedOrAnotherEntry() {
        var changed = 0;
        for (var event : events()) {
            var entry = new AuditEntry(AT, event);
            var bytes = entry.encode();
            for (var bit = 0; bit < bytes.length() * 8; bit++) {
                var flipped = bytes.toArray();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                if (AuditEntry.parse(Bytes.copyOf(flipped)) instanceof Parsed.Ok<AuditEntry>(var other)) {
                    assertThat(other).isNotEqualTo(entry);
                    assertThat(other.encode()).isEqualTo(Bytes.copyOf(flipped));
                    changed++;
                }
            }
        }
        assertThat(changed).isGreaterThan(5000);
    }

    @Test
    void time_isKeptToTheMillisecond() {
        var entry = new AuditEntry(AT.plusNanos(999_999), new AuditEvent.NodeStopped(digest("boot")));
        assertEquals(AT, entry.at());
    }

    @Test
    void longText_isCutSoThatTheEntryParses() {
        var entry = new AuditEntry(AT, new AuditEvent.Frozen("é".repeat(4000), "x"));
        var parsed = AuditEntry.parse(entry.encode()).orThrow();
        assertThat(((AuditEvent.Frozen) parsed.event()).subject())
                .startsWith("éé")
                .hasSizeLessThan(600);
    }

    @Test
    void entryLongerThanALogTakes_isTheCallersFault() {
        var parts = new ArrayList<Receipt.Part>();
        for (var i = 0; i < 100; i++) parts.add(part(Bytes.copyOf(new byte[8000])));
        var entry = new AuditEntry(AT, new AuditEvent.Signed(receipt(parts)));
        assertThrows(IllegalArgumentException.class, entry::encode);
    }

    @Test
    void largestEcdsaReceipt_fits() {
        var parts = new ArrayList<Receipt.Part>();
        for (var i = 0; i < 512; i++) parts.add(part(digest("digest " + i).bytes()));
        var entry = new AuditEntry(AT, new AuditEvent.Signed(receipt(parts)));
        assertEquals(entry, AuditEntry.parse(entry.encode()).orThrow());
    }

    @Test
    void verdict_isOfOwnPolicyUnlessAnotherIsNamed() {
        var verdict = (AuditEvent.NodeVerdict) events().get(3);
        assertFalse(verdict.isOfOwnPolicy());
        var own = new AuditEvent.NodeVerdict(
                verdict.intent(),
                verdict.keyId(),
                verdict.digests(),
                AuditEvent.Ruling.SIGN,
                "",
                digest("policy"),
                Optional.of(digest("policy")));
        assertTrue(own.isOfOwnPolicy());
    }

    /// A kind that is written and cannot be read would keep a node from its own log.
    @Test
    void entriesAboutDocumentsOfEveryKind_areReadAgain() {
        for (var kind : DocumentKind.values())
            for (var event : List.of(
                    new AuditEvent.VersionPledged(kind.code(), 2, digest("document"), true),
                    new AuditEvent.VersionActivated(kind.code(), 2, digest("document")))) {
                var entry = new AuditEntry(AT, event);
                assertEquals(entry, AuditEntry.parse(entry.encode()).orThrow());
            }
        for (var code : List.of(0, DocumentKind.values().length + 1)) {
            var entry = new AuditEntry(AT, new AuditEvent.VersionActivated(code, 2, digest("document")));
            assertThat(AuditEntry.parse(entry.encode())).isInstanceOf(Parsed.Malformed.class);
        }
    }
}

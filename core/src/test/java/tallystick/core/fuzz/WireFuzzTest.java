package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.attestation.AttestationDraft;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.core.kit.AttestationWords;
import tallystick.core.wire.AttestationRequest;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.CountersignReply;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyCondition;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.NodeCondition;
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.ProtocolVersions;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.RefreshCause;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretMemory;

/// Whatever a peer, an operator or an administrator sends is refused, or is the one form of what was read.
class WireFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();
    private static final IdentityKey SIGNER = IdentityKey.generate(Secrets.entropy(1), HOME);
    private static final KeyRecord RECORD = new KeyRecord(Bytes.ofUtf8("certificate"), List.of("alpha", "beta"), 3);

    private static Digest32 digest(String name) {
        return StandardHash.sha256(Bytes.ofUtf8(name));
    }

    private static VerifyKey identity(int seed) {
        try (var key = IdentityKey.generate(Secrets.entropy(seed), HOME)) {
            return key.verifyKey();
        }
    }

    private static Roster roster() {
        return new Roster(
                2,
                List.of(
                        new Member("alpha", Member.Role.NODE, identity(2), digest("a"), "10.0.0.1", 7443),
                        new Member("beta", Member.Role.NODE, identity(3), digest("b"), "beta.example", 1),
                        new Member("op", Member.Role.OPERATOR, identity(4), digest("c"), "", 0)));
    }

    private static KeyCard card() {
        return new KeyCard(digest("key"), 1, "2 of (alpha, beta)", 0, Bytes.copyOf(new byte[33]), digest("code"));
    }

    private static Stream<byte[]> rosters() {
        var roster = roster();
        var beta = roster.members().get(1);
        var changing = new Roster(
                3,
                List.of(
                        roster.members().getFirst(),
                        new Member(
                                "beta", Member.Role.NODE, beta.identity(), List.of(digest("b"), digest("d")), "b", 1)));
        return Stream.of(
                        roster.encode(),
                        changing.encode(),
                        SignedRoster.of(roster, SIGNER).encode(),
                        roster.members().getFirst().encode(),
                        roster.members().getLast().encode())
                .map(Bytes::toArray);
    }

    private static Stream<byte[]> orders() {
        var until = Instant.ofEpochSecond(2_000_000_000L);
        return Stream.<CeremonyTask>of(
                        new CeremonyTask.Generate(1, "2 of (alpha, beta)"),
                        new CeremonyTask.Refresh(RECORD),
                        new CeremonyTask.Refresh(RECORD, RefreshCause.INCIDENT, "a stolen laptop"),
                        new CeremonyTask.Reshare(RECORD, "alpha and beta", List.of("alpha", "beta")),
                        new CeremonyTask.Repair(RECORD, "beta", List.of("alpha")))
                .map(task -> new CeremonyOrder.Draft(
                                task, 1, 2, until, digest("salt").bytes(), "op")
                        .sign(SIGNER))
                .map(order -> order.encode().toArray());
    }

    private static Stream<byte[]> quarantines() {
        var until = Instant.ofEpochSecond(2_000_000_000L);
        var salt = digest("salt").bytes();
        return Stream.of(QuarantineOrder.Kind.values())
                .map(kind -> new QuarantineOrder.Draft(kind, "beta", "a stolen laptop", until, salt, "op").sign(SIGNER))
                .map(order -> order.encode().toArray());
    }

    @MethodSource("quarantines")
    @FuzzTest
    void anyQuarantineOrder_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, QuarantineOrder::parse, QuarantineOrder::encode)
                .ifPresent(order -> order.statement().bytes());
    }

    private static Stream<byte[]> countersigned() {
        var signature = new Signature64(Bytes.copyOf(new byte[Signature64.LENGTH_BYTES]));
        return Stream.<CountersignReply>of(
                        new CountersignReply.Countersigned(signature), new CountersignReply.Refused("another roster"))
                .map(reply -> reply.encode().toArray());
    }

    @MethodSource("countersigned")
    @FuzzTest
    void anyCountersignReply_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, CountersignReply::parse, CountersignReply::encode);
    }

    private static Stream<byte[]> evidenceOrders() {
        return Stream.of(
                        new EvidenceOrder.Names(EvidenceOrder.Folder.KEPT, "01-aa"),
                        new EvidenceOrder.Piece("log/tile/entries/x001/234.p/7", 1 << 20))
                .map(order -> order.encode().toArray());
    }

    @MethodSource("evidenceOrders")
    @FuzzTest
    void anyEvidenceOrder_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, EvidenceOrder::parse, EvidenceOrder::encode);
    }

    private static Stream<byte[]> evidenceReplies() {
        return Stream.of(
                        new EvidenceOrder.Reply.Listed(true, List.of("00000001", "00000002")),
                        new EvidenceOrder.Reply.Stretch(7, Bytes.ofUtf8("stretch")),
                        new EvidenceOrder.Reply.Absent(),
                        new EvidenceOrder.Reply.Refused("no"))
                .map(reply -> reply.encode().toArray());
    }

    @MethodSource("evidenceReplies")
    @FuzzTest
    void anyEvidenceReply_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, EvidenceOrder.Reply::parse, EvidenceOrder.Reply::encode);
    }

    private static NodeCondition condition() {
        var at = Instant.ofEpochSecond(2_000_000_000L);
        var backedUp =
                new KeyCondition(digest("key"), Optional.of(at), Optional.of(at), true, List.of(List.of("a", "b")));
        var unknown = new KeyCondition(digest("other"), Optional.empty(), Optional.empty(), false, List.of());
        return new NodeCondition(digest("build"), at, at.plusSeconds(1), true, List.of(backedUp, unknown));
    }

    private static Optional<NodeStanding> standing() {
        var due = new NodeStanding.RefreshDue(digest("key"), Instant.EPOCH, Instant.ofEpochSecond(7));
        var earlier = List.of(new NodeStanding.EarlierEpoch(digest("key"), 1));
        return Optional.of(
                new NodeStanding(ProtocolVersions.OWN, List.of("gamma"), List.of("beta"), List.of(due), earlier));
    }

    private static Stream<byte[]> answers() {
        var signatures = List.<ChainSignature>of(
                new RecoverableSignature(digest("r").bytes(), digest("s").bytes(), 1),
                new ChainSignature.Plain(Bytes.copyOf(new byte[64])));
        return Stream.of(
                        new SignReply.Signed(signatures).encode(),
                        new SignReply.Refused("expired").encode(),
                        new SignReply.Refused(RefusalCode.FROZEN, "frozen").encode(),
                        new SignReply.Aborted("a peer was silent", true).encode(),
                        new CeremonyNews.Stage(1, 4, "dealing").encode(),
                        new CeremonyNews.Generated(card()).encode(),
                        new CeremonyNews.Failed("nobody came").encode(),
                        new NodeStatus("alpha", "1.0", 2, List.of("beta"), List.of(card(), card()), condition())
                                .encode(),
                        new NodeStatus("alpha", "1.0", 2, List.of("beta"), List.of(card()), condition(), standing())
                                .encode(),
                        new PeerFrame(digest("channel"), true, Bytes.ofUtf8("body")).encode(),
                        new QuarantineReply.Followed(true, List.of(new QuarantineReply.Share(digest("key"), 2)))
                                .encode(),
                        new QuarantineReply.Refused("expired").encode(),
                        new Distrust(List.of(new Distrust.Refused("alpha", "its log lost entries"))).encode(),
                        RECORD.encode())
                .map(Bytes::toArray);
    }

    @MethodSource("rosters")
    @FuzzTest
    void anyRosterOrMember_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Roster::parse, Roster::encode);
        Canonical.bytes(bytes, SignedRoster::parse, SignedRoster::encode)
                .ifPresent(signed -> signed.isSignedBy(SIGNER.verifyKey()));
        Canonical.bytes(bytes, Member::parse, Member::encode);
    }

    @MethodSource("orders")
    @FuzzTest
    void anyCeremonyOrder_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, CeremonyOrder::parse, CeremonyOrder::encode)
                .ifPresent(order -> order.task().named());
    }

    private static Stream<String> versions() {
        return Stream.of("1", "1,2", "3,65535", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16");
    }

    @MethodSource("versions")
    @FuzzTest
    void anyVersions_areRefusedOrTheOneText(@NotNull String text) {
        Canonical.within(text.length(), () -> ProtocolVersions.parse(text))
                .ifPresent(versions -> assertThat(versions.text()).isEqualTo(text));
    }

    @MethodSource("answers")
    @FuzzTest
    void anyAnswer_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, SignReply::parse, SignReply::encode);
        Canonical.bytes(bytes, CeremonyNews::parse, CeremonyNews::encode);
        Canonical.bytes(bytes, NodeStatus::parse, NodeStatus::encode);
        Canonical.bytes(bytes, PeerFrame::parse, PeerFrame::encode);
        Canonical.bytes(bytes, KeyRecord::parse, KeyRecord::encode);
        Canonical.bytes(bytes, QuarantineReply::parse, QuarantineReply::encode);
        Canonical.bytes(bytes, Distrust::parse, Distrust::encode);
    }

    private static Stream<byte[]> attestations() {
        return Stream.concat(
                        AttestationWords.examples(HOME).stream(),
                        Stream.of(new AttestationRequest(digest("key"), 3).encode()))
                .map(Bytes::toArray);
    }

    @MethodSource("attestations")
    @FuzzTest
    void anyAttestation_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, NodeAttestation::parse, NodeAttestation::encode)
                .ifPresent(attestation -> attestation.own().verifies(attestation.facts()));
        Canonical.bytes(bytes, AttestationDraft::parse, AttestationDraft::encode);
        Canonical.bytes(bytes, AttestationRequest::parse, AttestationRequest::encode);
    }
}

package tallystick.node.kit;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.pack.PackManifest;
import tallystick.core.wire.AttestationRequest;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CountersignReply;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.core.wire.NodeCondition;
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.ProtocolVersions;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.node.log.Admissions;
import tallystick.node.log.Refusals;
import tallystick.node.ops.Certificates;
import tallystick.node.transport.Door;
import tallystick.node.transport.Links;
import tallystick.node.transport.ListenAddress;
import tallystick.wire.MemberIdentity;
import tallystick.wire.OwnTls;

/// A node's door and links, over real sockets, with nothing behind them.
public final class TrialPeer implements AutoCloseable, Door.Service {
    private static final Digest32 ZEROS = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    /// Of any file, this is all.
    public static final Bytes STRETCH = Bytes.copyOf(new byte[EvidenceOrder.Reply.PIECE_BYTES_MAX]);

    private final String name;
    private final ProtocolVersions versions;
    private final AtomicReference<Roster> roster;
    private final OwnTls tls;
    private final List<AuditEvent> log = new ArrayList<>();
    private final BlockingQueue<PeerFrame> received = new LinkedBlockingQueue<>();
    private final Refusals refusals;
    private final Links links;
    private final Door door;

    /// Opens the door and begins to dial.
    public TrialPeer(MemberIdentity identity, Roster first, ProtocolVersions versions) throws IOException {
        this(identity, first, versions, versions);
    }

    /// The same, that speaks other versions with nodes than with who calls it.
    public TrialPeer(MemberIdentity identity, Roster first, ProtocolVersions versions, ProtocolVersions between)
            throws IOException {
        this.name = identity.name();
        this.versions = versions;
        this.roster = new AtomicReference<>(first);
        this.tls = new OwnTls(identity.tls());
        this.refusals = new Refusals(this::append, InstantSource.system(), Runnable::run);
        var own = new Links.Own(name, roster::get, tls, versions, between);
        var ends = identity.tls().expiresAt();
        var certificates = new Certificates(roster::get, name, ends, refusals, InstantSource.system());
        this.links = new Links(own, (_, frame) -> received.add(frame), certificates, refusals);
        var self = first.named(name).orElseThrow();
        var admissions = new Admissions(this::append, InstantSource.system(), Runnable::run);
        this.door = new Door(
                new ListenAddress(self.host(), self.port()), own, links, this, refusals, admissions, certificates);
        links.dial();
    }

    private synchronized long append(AuditEvent event) {
        log.add(event);
        return log.size() - 1L;
    }

    /// A node of this identity at a free port.
    public static Member member(MemberIdentity identity) throws IOException {
        return new Member(
                identity.name(),
                Member.Role.NODE,
                identity.key().verifyKey(),
                identity.tls().pin(),
                "127.0.0.1",
                Ports.free());
    }

    /// Its links.
    public Links links() {
        return links;
    }

    /// What it shows.
    public OwnTls tls() {
        return tls;
    }

    /// Whom it refused.
    public Refusals refusals() {
        return refusals;
    }

    /// What arrived.
    public BlockingQueue<PeerFrame> received() {
        return received;
    }

    /// What it wrote down.
    public synchronized List<AuditEvent> log() {
        return List.copyOf(log);
    }

    /// Has it follow another roster.
    public void follow(Roster next) {
        roster.set(next);
        links.rosterChanged();
    }

    @Override
    public void ceremony(Member caller, CeremonyOrder order, Consumer<CeremonyNews> news) {
        news.accept(new CeremonyNews.Failed("there is nothing behind this door"));
    }

    @Override
    public SignReply sign(Member caller, SignRequest request) {
        return new SignReply.Refused("there is nothing behind this door");
    }

    @Override
    public Distrust distrust() {
        return new Distrust(List.of());
    }

    @Override
    public NodeStatus status() {
        var now = InstantSource.system().instant();
        return new NodeStatus(
                name,
                "trial",
                roster.get().version(),
                links.up(),
                List.of(),
                new NodeCondition(ZEROS, now, now, true, List.of()),
                Optional.of(new NodeStanding(versions, links.apart(), List.of(), List.of())));
    }

    @Override
    public Optional<NodeAttestation> attestation(AttestationRequest request) {
        return Optional.empty();
    }

    @Override
    public Optional<LogPage> log(LogQuery query) {
        return Optional.empty();
    }

    @Override
    public Optional<KeyRecord> key(Digest32 id) {
        return Optional.empty();
    }

    @Override
    public GovernanceReply governance(Member caller, GovernanceOrder order) {
        return new GovernanceReply.Refused("a peer of a trial");
    }

    @Override
    public CountersignReply countersign(Member caller, PackManifest manifest) {
        return new CountersignReply.Refused("this peer keeps no log");
    }

    @Override
    public EvidenceOrder.Reply evidence(EvidenceOrder order) {
        return order instanceof EvidenceOrder.Piece
                ? new EvidenceOrder.Reply.Stretch(STRETCH.length(), STRETCH)
                : new EvidenceOrder.Reply.Absent();
    }

    @Override
    public QuarantineReply quarantine(Member caller, QuarantineOrder order) {
        return new QuarantineReply.Refused("there is nothing behind this door");
    }

    @Override
    public void close() {
        door.close();
        links.close();
    }
}

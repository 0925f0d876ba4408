package tallystick.node.boot;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.governance.Member;
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
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.hash.Digest32;
import tallystick.node.epochs.Ceremonies;
import tallystick.node.epochs.Epochs;
import tallystick.node.ops.Drain;
import tallystick.node.rounds.Self;
import tallystick.node.rounds.Signings;
import tallystick.node.transport.Door;
import tallystick.node.transport.Links;

/// What the node does for those its door lets in.
record NodeService(
        Links.Own own,
        Self self,
        Links links,
        Epochs epochs,
        Ceremonies ceremonies,
        Signings signings,
        Watch watch,
        Care care)
        implements Door.Service {
    private static final Logger LOG = Logger.getLogger(NodeService.class.getName());

    @Override
    public void ceremony(Member caller, CeremonyOrder order, Consumer<CeremonyNews> news) {
        var call = watch.drain().enter();
        if (call.isEmpty()) {
            news.accept(new CeremonyNews.Failed(Drain.REFUSAL));
            return;
        }
        try (var _ = call.get()) {
            if (order.operator().equals(caller.name())) ceremonies.run(order, news);
            else news.accept(new CeremonyNews.Failed("the order is signed by another than who brings it"));
        }
    }

    @Override
    public SignReply sign(Member caller, SignRequest request) {
        return watch.requests().count(() -> {
            var call = watch.drain().enter();
            if (call.isEmpty()) return new SignReply.Refused(RefusalCode.SHUTTING_DOWN, Drain.REFUSAL);
            try (var _ = call.get()) {
                return signings.sign(request);
            }
        });
    }

    @Override
    public Optional<KeyRecord> key(Digest32 id) {
        return epochs.shown(id);
    }

    @Override
    public Optional<NodeAttestation> attestation(AttestationRequest request) {
        try {
            return epochs.attestations().of(request.keyId(), request.epoch());
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "an attestation cannot be read", e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<LogPage> log(LogQuery query) {
        return care.parts().records().pages().page(query);
    }

    @Override
    public NodeStatus status() {
        return new NodeStatus(
                self.name(),
                watch.build().version(),
                self.roster().version(),
                links.up(),
                watch.cards(),
                watch.condition(own.tls().current().expiresAt()),
                Optional.of(new NodeStanding(
                        own.between(), links.apart(), care.quarantines().nodes(), care.due(), watch.earlier())));
    }

    @Override
    public Distrust distrust() {
        return new Distrust(care.parts().records().refused().entrySet().stream()
                .map(each -> new Distrust.Refused(each.getKey(), each.getValue()))
                .toList());
    }

    @Override
    public QuarantineReply quarantine(Member caller, QuarantineOrder order) {
        return care.follow(caller.name(), order);
    }

    @Override
    public CountersignReply countersign(Member caller, PackManifest manifest) {
        return care.parts().records().countersigning().follow(caller.name(), manifest);
    }

    @Override
    public EvidenceOrder.Reply evidence(EvidenceOrder order) {
        return watch.evidence().follow(order);
    }

    @Override
    public GovernanceReply governance(Member caller, GovernanceOrder order) {
        return care.documents().follow(caller.name(), order);
    }
}

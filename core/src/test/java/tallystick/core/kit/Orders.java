package tallystick.core.kit;

import java.util.List;
import java.util.Optional;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.seal.Signature64;

/// One of each message about documents.
public final class Orders {
    private Orders() {}

    private static SignedChange change() {
        return Statutes.sign(Statutes.change(new Proposal.Unfreeze(Ballots.digest("order")), "ann"), "ann", "bo");
    }

    public static List<GovernanceOrder> orders() {
        return List.of(
                new GovernanceOrder.SignGenesis(Statutes.genesis()),
                new GovernanceOrder.TakeGenesis(Statutes.signedGenesis()),
                new GovernanceOrder.Propose(change()),
                new GovernanceOrder.Freeze(Statutes.freeze(new FreezeScope.Workspace(), "ann")),
                new GovernanceOrder.Fetch(Ballots.digest("change")),
                new GovernanceOrder.Show(),
                new GovernanceOrder.FetchDocument(Ballots.digest("document")));
    }

    public static List<GovernanceReply> replies() {
        return List.of(
                new GovernanceReply.Signed(new Signature64(Bytes.copyOf(new byte[64]))),
                new GovernanceReply.Followed(true, "lacks approvals"),
                new GovernanceReply.Refused("the change has expired"),
                new GovernanceReply.Fetched(change()),
                new GovernanceReply.Shown(GovernanceStanding.none()),
                new GovernanceReply.Shown(standing()),
                new GovernanceReply.Told(Statutes.inForce(DocumentKind.PEOPLE)));
    }

    private static GovernanceStanding standing() {
        var version = DocumentVersion.of(Statutes.inForce(DocumentKind.POLICY));
        return new GovernanceStanding(
                Optional.of(Statutes.WORKSPACE),
                Ballots.POLICY,
                List.of(version),
                List.of(version),
                List.of(version),
                List.of(new GovernanceStanding.Frozen(
                        Ballots.digest("order"), "workspace", "u:ann", "a drill", Statutes.NOW)),
                List.of(new GovernanceStanding.Open(
                        Ballots.digest("change"), "u:bo", "policy version 2", "lacks approvals", Statutes.NOW)));
    }

    public static List<GovernanceNews> news() {
        return List.of(
                new GovernanceNews.Have(List.of(Ballots.digest("item"))),
                new GovernanceNews.Want(List.of(Ballots.digest("item"), Ballots.digest("other"))),
                new GovernanceNews.Changed(change()),
                new GovernanceNews.Froze(Statutes.freeze(new FreezeScope.Workspace(), "ann")),
                new GovernanceNews.Pledged(
                        Statutes.covenant(DocumentVersion.of(Statutes.inForce(DocumentKind.POLICY)))));
    }
}

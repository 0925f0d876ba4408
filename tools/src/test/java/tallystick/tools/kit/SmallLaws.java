package tallystick.tools.kit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.governance.Change;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Level;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What the people and nodes of a small fleet sign about its workspace.
///
/// @param at when they do
public record SmallLaws(SmallFleet fleet, Instant at) {
    private static final Bytes SALT = Bytes.copyOf(new byte[16]);

    /// What Ann proposed.
    ///
    /// @param since when she did
    /// @param answers who said yes
    public SignedChange change(Proposal proposal, Instant since, List<String> answers) {
        var change = new Change(
                fleet.genesis().genesis().hash(),
                proposal,
                new PersonId("u:ann"),
                "drill",
                since,
                at.plusSeconds(7200),
                SALT);
        var level = Level.of(PolicyFile.parse(Bytes.ofUtf8(SmallFleet.POLICY)).orThrow());
        var all = new ArrayList<Approval>();
        for (var by : answers) {
            var statement = ApprovalStatement.of(
                    change.subject(), Answer.APPROVE, level.hash().value(), at.plusSeconds(1), at.plusSeconds(3600));
            all.add(new Approval(statement, keyOf(by), signed(by, statement.digest())));
        }
        all.sort(Comparator.comparing(approval -> approval.encode().toHex()));
        return new SignedChange(change, keyOf("ann"), signed("ann", change.id()), all);
    }

    private Digest32 keyOf(String person) {
        return new PersonKey.EdKey(fleet.key(person).verifyKey()).id();
    }

    private Proof signed(String person, Digest32 digest) {
        return new Proof.Plain(fleet.key(person).sign(digest).bytes());
    }

    /// Version 2 of the policy, with less a day.
    public Document tighter(Instant from) {
        var before = Optional.ofNullable(fleet.genesis().genesis().inForce().get(DocumentKind.POLICY))
                .orElseThrow();
        var text = SmallFleet.POLICY
                .replace("\"version\": 1", "\"version\": 2")
                .replace("\"max\": \"400\"", "\"max\": \"300\"");
        return before.next(
                PolicyText.canonical(PolicyFile.parse(Bytes.ofUtf8(text)).orThrow()), from);
    }

    /// The words of both nodes on a version.
    public Covenant words(Document next) {
        return new Covenant(SmallFleet.NODES.stream()
                .map(node -> Pledge.of(
                        fleet.genesis().genesis().hash(), DocumentVersion.of(next), node, true, fleet.key(node)))
                .toList());
    }

    /// Bo's order to freeze a request that nobody makes.
    public SignedFreeze freeze() {
        var order = new FreezeOrder(
                fleet.genesis().genesis().hash(),
                new FreezeScope.Request(Digest32.ofHex("08".repeat(32))),
                new PersonId("u:bo"),
                "a doubt",
                at.minusSeconds(30),
                SALT);
        return new SignedFreeze(order, keyOf("bo"), signed("bo", order.id()));
    }

    /// A change as a node keeps it.
    public static Bytes row(SignedChange signed) {
        return new Writer().bool(true).variable(signed.encode()).toBytes();
    }
}

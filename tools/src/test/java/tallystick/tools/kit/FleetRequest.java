package tallystick.tools.kit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.registry.Chains;
import tallystick.core.court.Case;
import tallystick.core.intent.Evidence;
import tallystick.core.people.PersonKey;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;

/// What the nodes of a small fleet are asked.
final class FleetRequest {
    private FleetRequest() {}

    /// With Bo's yes.
    static Evidence agreed(SmallFleet fleet, Evidence evidence, Instant from, Instant until) {
        var policy = fleet.level().hash().value();
        var statement = ApprovalStatement.of(evidence.subject(), Answer.APPROVE, policy, from, until);
        var proof = new Proof.Plain(fleet.key("bo").sign(statement.digest()).bytes());
        var approval =
                new Approval(statement, new PersonKey.EdKey(fleet.key("bo").verifyKey()).id(), proof);
        return evidence.with(List.of(approval), List.of());
    }

    /// As a node reads it.
    ///
    /// @param taking from where it says the value is taken
    static Case read(SmallFleet fleet, Evidence evidence, Instant seen, UnaryOperator<Source> taking) {
        var intent = evidence.intent();
        var child = fleet.child(new DerivationPath(intent.path()));
        var chains = Chains.all();
        var family = chains.family(intent.chain()).orElseThrow();
        var signer = family.account(intent.chain(), child.key(), fleet.chain().algorithm());
        var place = new Scope("small", Optional.of("main"), Optional.of(SmallFleet.VAULT), Optional.empty());
        var source =
                taking.apply(new Source(place, Optional.empty(), Names.sorted(List.<String>of()), Optional.of(signer)));
        var transaction = chains.parse(intent.chain(), intent.content(), intent.unsigned())
                .orThrow();
        var readable = family.own(Knowledge.none(), new Derivation(child.key(), child.chainCode()));
        return new Case(evidence, transaction, signer, readable, source, false, seen);
    }
}

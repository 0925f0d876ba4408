package tallystick.node.documents;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Refusal;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// Freezes that a node imposes by itself, since it was shown what cannot have come about honestly. They hold on it
/// alone.
final class OwnFreeze {
    private static final int SALT_BYTES = 16;
    private static final Digest32 NO_KEY = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    private static final Proof NO_PROOF = new Proof.Plain(Bytes.copyOf(new byte[Proof.SIGNATURE_BYTES]));

    private OwnFreeze() {}

    /// Of a change to which somebody brought a forged answer.
    static FreezeOrder of(Workspace workspace, Digest32 change, Approval forged, Refusal why, Instant now) {
        var salt = Transcript.of("tallystick/governance/v1/own-freeze")
                .add("change", change)
                .add("shown", forged.encode())
                .add("node", workspace.node())
                .digest();
        return new FreezeOrder(
                workspace.id(),
                new FreezeScope.Request(change),
                new PersonId("s:" + workspace.node()),
                "a forged answer: " + why.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                now.truncatedTo(ChronoUnit.SECONDS),
                salt.bytes().slice(0, SALT_BYTES));
    }

    private static boolean stands(Workspace on, FreezeOrder order) {
        return on.freezes().standing().entrySet().stream()
                .filter(each -> each.getValue().scope().equals(order.scope()))
                .map(each -> Optional.ofNullable(on.orders().get(each.getKey())))
                .anyMatch(signed -> signed.filter(OwnFreeze::isOwn).isPresent());
    }

    /// Whether a node gave it to itself: it is shown to no other.
    static boolean isOwn(SignedFreeze freeze) {
        return freeze.keyId().equals(NO_KEY);
    }

    /// Already imposed, or lifted, it changes nothing; nor where one of this node's own stands for the same already:
    /// many requests at once are one burst, and people end it once.
    static Step impose(Workspace on, FreezeOrder order, Instant now) {
        var after = on.freezes().imposed(order);
        if (after.equals(on.freezes()) || stands(on, order)) return Step.none(on);
        var unsigned = new SignedFreeze(order, NO_KEY, NO_PROOF);
        var known = new HashMap<>(on.orders());
        known.put(order.id(), unsigned);
        return new Step(
                        on.with(after, known),
                        List.of(Rows.freeze(unsigned, now)),
                        List.of(new AuditEvent.Frozen(Phrases.of(order.scope()), order.reason())),
                        List.of())
                .then(OrderedFreeze.endsAnew(on.with(after, known), order.id(), now));
    }
}

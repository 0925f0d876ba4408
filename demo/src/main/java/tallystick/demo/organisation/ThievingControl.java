package tallystick.demo.organisation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.registry.Chains;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.operator.NodeDoor;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.wire.TlsIdentity;

/// Control in a thief's hands, as nodes meet it: it knocks with control's own certificate, has all that people truly
/// signed, and wants other bytes signed than they saw.
///
/// **Why** the program itself cannot be told to lie, and nodes may not depend on its honesty.
final class ThievingControl {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Roster roster;
    private final TlsIdentity self;

    /// @param self control's own
    ThievingControl(Roster roster, TlsIdentity self) {
        this.roster = roster;
        this.self = self;
    }

    /// Who is to be paid, and who is paid in his place.
    record Swap(Address payee, Address thief) {}

    /// Has `signers` asked for the same payment to somebody else, under the signatures of those who agreed to this one.
    ///
    /// @return what each said
    List<Organisation.Stolen> otherIntent(Evidence evidence, Swap swap, List<String> signers) throws NodeUnreachable {
        return ask(other(evidence, swap), Bytes.empty(), signers);
    }

    /// Has `signers` asked for the very payment that was agreed to, filled in by bytes that pay somebody else.
    ///
    /// @return what each said
    List<Organisation.Stolen> otherBytes(Evidence evidence, Swap swap, List<String> signers) throws NodeUnreachable {
        return ask(evidence, altered(evidence.intent(), swap).bytes(), signers);
    }

    /// As careful a thief as there can be: the digests are those of his bytes.
    private static Evidence other(Evidence evidence, Swap swap) {
        var intent = evidence.intent();
        var stolen = altered(intent, swap);
        var other = new Intent(
                intent.version(),
                intent.keyId(),
                intent.path(),
                intent.chain(),
                intent.content(),
                stolen.bytes(),
                stolen.digests(),
                intent.expiresAt(),
                intent.initiator(),
                intent.salt());
        return new Evidence(other, evidence.initiatorSignature(), evidence.approvals(), evidence.facts());
    }

    private static UnsignedTransaction altered(Intent intent, Swap swap) {
        var unsigned = intent.unsigned().toHex();
        var stolen = unsigned.replace(
                swap.payee().value().toHex(), swap.thief().value().toHex());
        if (stolen.equals(unsigned)) throw new AssertionError("bytes that do not pay " + swap.payee());
        return Chains.all()
                .parse(intent.chain(), intent.content(), Bytes.ofHex(stolen))
                .orThrow();
    }

    private List<Organisation.Stolen> ask(Evidence evidence, Bytes completed, List<String> signers)
            throws NodeUnreachable {
        var attempt = new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES);
        var intent = evidence.intent().id();
        var request =
                new SignRequest(evidence, completed, signers.stream().sorted().toList(), attempt);
        var all = new ArrayList<Organisation.Stolen>();
        for (var name : signers) {
            var said = ask(roster.named(name).orElseThrow(), request);
            all.add(new Organisation.Stolen(intent, name, said));
        }
        return all;
    }

    private SignReply ask(Member node, SignRequest request) throws NodeUnreachable {
        try (var door = new NodeDoor(self, node)) {
            return door.sign(request, LIMIT);
        }
    }
}

package tallystick.tools.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.MemberIdentity;

/// Where an initiator has a key's nodes sign a transaction of any chain.
public final class SigningDesk {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Roster roster;
    private final MemberIdentity initiator;
    private final KeyCard key;

    /// @param initiator who wants it; a member of the roster with that role
    /// @param key which key signs
    public SigningDesk(Roster roster, MemberIdentity initiator, KeyCard key) {
        this.roster = roster;
        this.initiator = initiator;
        this.key = key;
    }

    /// The key that signs.
    public KeyCard key() {
        return key;
    }

    /// The intent to sign `transaction`, signed by its initiator.
    public Evidence evidence(UnsignedTransaction transaction) {
        return evidence(transaction, LIFE);
    }

    /// The same, that may be signed for so long.
    Evidence evidence(UnsignedTransaction transaction, Duration life) {
        var intent = new Intent(
                Intent.Version.V2,
                key.id(),
                List.of(),
                transaction.chain(),
                transaction.content(),
                transaction.bytes(),
                transaction.digests(),
                Instant.ofEpochSecond(Instant.now().plus(life).getEpochSecond()),
                initiator.key().verifyKey(),
                new SystemEntropy().bytes(16));
        return Evidence.of(intent, initiator.key());
    }

    /// Has `signers` sign a transaction that leaves nothing open, and attaches the result.
    public SignedTransaction sign(UnsignedTransaction transaction, Evidence evidence, List<String> signers)
            throws NodeUnreachable, Unable, InterruptedException {
        return transaction.attach(signatures(evidence, Bytes.empty(), signers));
    }

    /// Has `signers` sign what an intent left open, filled in: a Solana message with its blockhash.
    ///
    /// @param completed says the same as the intent's transaction, with nothing left open
    public SignedTransaction signCompleted(UnsignedTransaction completed, Evidence evidence, List<String> signers)
            throws NodeUnreachable, Unable, InterruptedException {
        return completed.attach(signatures(evidence, completed.bytes(), signers));
    }

    private List<ChainSignature> signatures(Evidence evidence, Bytes completed, List<String> signers)
            throws NodeUnreachable, Unable, InterruptedException {
        var doors = new ArrayList<NodeDoor>();
        try {
            for (var name : signers) doors.add(new NodeDoor(initiator.tls(), RosterOptions.node(roster, name)));
            var attempt = new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES);
            var request = new SignRequest(
                    evidence, completed, signers.stream().sorted().toList(), attempt);
            return new SigningParty(doors).sign(request, LIMIT).signatures();
        } finally {
            doors.forEach(NodeDoor::close);
        }
    }
}

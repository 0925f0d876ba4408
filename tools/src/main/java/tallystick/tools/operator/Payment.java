package tallystick.tools.operator;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.wire.Identity;

/// A payment of an EVM chain's native coin, from the wish to the signed transaction.
public final class Payment {
    private static final BigInteger GAS_OF_A_TRANSFER = BigInteger.valueOf(21_000);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long LIFE_SECONDS = 600;

    private final Roster roster;
    private final Identity initiator;
    private final KeyCard key;

    /// @param initiator who wants it; a member of the roster with that role
    /// @param key which key pays
    public Payment(Roster roster, Identity initiator, KeyCard key) {
        this.roster = roster;
        this.initiator = initiator;
        this.key = key;
    }

    /// The paying account.
    public Address from() {
        return Address.of(point());
    }

    /// The transaction that pays, with nonce and fees as the chain has them now.
    public FeeMarketTransaction prepare(EthereumNode chain, Address to, BigInteger wei)
            throws IOException, InterruptedException {
        var price = chain.gasPrice();
        return new FeeMarketTransaction(
                chain.chainNumber(),
                chain.nonce(from()),
                price.min(BigInteger.valueOf(1_000_000_000L)),
                price.multiply(BigInteger.TWO),
                GAS_OF_A_TRANSFER,
                Optional.of(to),
                wei,
                Bytes.empty(),
                List.of());
    }

    /// The intent to sign `transaction`, signed by its initiator.
    public Evidence evidence(UnsignedTransaction transaction) {
        var intent = new Intent(
                key.id(),
                List.of(),
                transaction.chain(),
                transaction.bytes(),
                transaction.digests(),
                Instant.ofEpochSecond(Instant.now().getEpochSecond() + LIFE_SECONDS),
                initiator.key().verifyKey(),
                new SystemEntropy().bytes(16));
        return Evidence.of(intent, initiator.key());
    }

    /// Has `signers` sign and attaches the result.
    public SignedTransaction sign(UnsignedTransaction transaction, Evidence evidence, List<String> signers)
            throws NodeUnreachable, Unable, InterruptedException {
        var doors = new ArrayList<NodeDoor>();
        try {
            for (var name : signers) doors.add(new NodeDoor(initiator.tls(), RosterOptions.node(roster, name)));
            var attempt = new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES);
            var request = new SignRequest(evidence, signers.stream().sorted().toList(), attempt);
            var signed = new SigningParty(doors).sign(request, LIMIT);
            return transaction.attach(signed.signatures());
        } finally {
            doors.forEach(NodeDoor::close);
        }
    }

    private Point point() {
        return Curve.SECP256K1.group().parsePoint(key.point()).orThrow();
    }
}

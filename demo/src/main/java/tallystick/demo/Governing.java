package tallystick.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.intent.Evidence;
import tallystick.core.people.PersonKey;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.demo.fleet.Administration;
import tallystick.demo.fleet.Fleet;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.tools.operator.GovernanceDesk;
import tallystick.tools.operator.NodeDoor;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;

/// What the demonstration shows of people's rules: three node processes that judge each payment by the same policy, and
/// by nobody's word.
final class Governing {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIFE = Duration.ofHours(1);
    private static final List<String> SIGNERS = List.of("client", "risk");
    private static final List<String> ASKED = List.of("risk", "client", Fleet.JOINER);

    private final Narration narration;
    private final Fleet fleet;
    private final EthereumNode ethereum;
    private final EthereumSpending spending;
    private final Address payee;
    private final BigInteger amount;

    Governing(
            Narration narration,
            Fleet fleet,
            EthereumNode ethereum,
            EthereumSpending spending,
            Address payee,
            BigInteger amount) {
        this.narration = narration;
        this.fleet = fleet;
        this.ethereum = ethereum;
        this.spending = spending;
        this.payee = payee;
        this.amount = amount;
    }

    void tell() throws IOException, InterruptedException, NodeUnreachable, Unable {
        narration.say("two administrators write down people and a policy; every node signs that, and judges by it from"
                + " now on");
        narration.line(said(Administration.of(fleet).begin()));

        narration.say("a payment that nobody approved: every node, asked alone, refuses");
        refuse(payment(), ASKED, "one of admins has to approve");

        narration.say("an administrator approves the very digests; risk and client sign, and it is mined");
        var approved = approved(payment());
        var transaction = approved.intent();
        var signed = spending.desk()
                .sign(
                        tallystick.core.chain.registry.Chains.all()
                                .parse(transaction.chain(), transaction.content(), transaction.unsigned())
                                .orThrow(),
                        approved,
                        SIGNERS);
        var id = ethereum.broadcast(signed);
        if (!ethereum.awaitMined(id)) throw new Unable("transaction %s was not mined".formatted(id));
        narration.line("%s mined".formatted(id));

        narration.say("the next goes beyond the day's limit: who has counted refuses, and risk counts every payment");
        refuse(approved(payment()), SIGNERS, "limit");

        narration.say("one administrator freezes everything: no node signs any more");
        narration.line(said(Administration.of(fleet).freeze()));
        refuse(approved(payment()), ASKED, "frozen");
    }

    private static String said(List<String> lines) {
        return String.join("; ", lines);
    }

    private Evidence payment() throws IOException, InterruptedException, Unable {
        return spending.desk().evidence(spending.payment(payee, amount));
    }

    /// Bo answers by his own key, over what his program computed itself.
    private Evidence approved(Evidence evidence) throws NodeUnreachable {
        var bo = fleet.identity("bo");
        var desk = new GovernanceDesk(fleet.roster(), bo.tls(), LIMIT);
        var at = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        var statement = ApprovalStatement.of(
                evidence.subject(), Answer.APPROVE, desk.standing().policy(), at, at.plus(ANSWER_LIFE));
        var approval = new Approval(
                statement,
                new PersonKey.EdKey(bo.key().verifyKey()).id(),
                new Proof.Plain(bo.key().sign(statement.digest()).bytes()));
        return evidence.with(List.of(approval), List.of());
    }

    private void refuse(Evidence evidence, List<String> asked, String because) throws NodeUnreachable, Unable {
        var request = new SignRequest(
                evidence, Bytes.empty(), SIGNERS, new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES));
        for (var name : asked)
            try (var door = new NodeDoor(
                    fleet.identity("treasurer").tls(),
                    fleet.roster().named(name).orElseThrow())) {
                if (!(door.sign(request, LIMIT) instanceof SignReply.Refused(var _, var why)))
                    throw new AssertionError(name + " signed");
                if (!why.contains(because)) throw new Unable("%s refused otherwise: %s".formatted(name, why));
                narration.line("%s: %s".formatted(name, why));
            }
    }
}

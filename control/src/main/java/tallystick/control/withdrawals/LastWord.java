package tallystick.control.withdrawals;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.life.Moved;
import tallystick.control.life.SubStatus;
import tallystick.control.relay.Nodes;
import tallystick.control.relay.Refusal;
import tallystick.control.relay.SigningOutcome;
import tallystick.control.vaults.Vaults;

/// Has nodes judge a signed withdrawal once more just before a chain is given it.
///
/// **Why** between the signature and the chain there can be hours: a number that is not its turn, an endpoint that is
/// gone. Meanwhile somebody froze it, approvals ran out, or another policy came into force. The nodes that signed are
/// asked, as they alone know counts, freezes and facts; control has no judgement of its own.
///
/// **Threads** any.
@Component
class LastWord {
    /// So fresh a signature is itself the nodes' word: by docs/spec/court.md CO-12 they judged within that second.
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration CROWDED = Duration.ofSeconds(2);
    private static final Duration WHILE = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Nodes nodes;
    private final Approvals approvals;
    private final Vaults vaults;
    private final InstantSource clock;

    LastWord(Nodes nodes, Approvals approvals, Vaults vaults, InstantSource clock) {
        this.nodes = nodes;
        this.approvals = approvals;
        this.vaults = vaults;
        this.clock = clock;
    }

    /// Why it is not broadcast now.
    ///
    /// @param pause after which nodes are asked again
    record Against(Moved moved, Duration pause) {}

    /// What stands against giving it to a chain now; empty if nothing does.
    Optional<Against> against(Withdrawal withdrawal) throws InterruptedException {
        var now = clock.instant();
        if (!now.isBefore(withdrawal.expiresAt()))
            return against(
                    withdrawal, SubStatus.WITHHELD_EXPIRED, "the intent expired at " + withdrawal.expiresAt(), LONG);
        var age = withdrawal.signedAt().map(at -> Duration.between(at, now)).orElse(FRESH);
        if (!age.isNegative() && age.compareTo(FRESH) < 0) return Optional.empty();
        return switch (again(withdrawal)) {
            case SigningOutcome.Signed _ -> Optional.empty();
            case SigningOutcome.Refused(var why, var _, var words, var _, var _) -> {
                var told = of(why);
                yield against(withdrawal, told, words, told == SubStatus.WITHHELD_UNJUDGED ? WHILE : LONG);
            }
            case SigningOutcome.Stopped(var words, var _) ->
                against(withdrawal, SubStatus.WITHHELD_UNJUDGED, words, WHILE);
            case SigningOutcome.Unreachable(var words) ->
                against(withdrawal, SubStatus.WITHHELD_UNJUDGED, words, WHILE);
            case SigningOutcome.Busy(var words) -> against(withdrawal, SubStatus.WITHHELD_UNJUDGED, words, WHILE);
            case SigningOutcome.Crowded(var words) -> against(withdrawal, SubStatus.WITHHELD_UNJUDGED, words, CROWDED);
        };
    }

    /// Of what an older version of control had signed nobody kept by which set: whichever of them gives it again.
    private SigningOutcome again(Withdrawal withdrawal) throws InterruptedException {
        var evidence = Approvals.with(withdrawal.evidence().orElseThrow(), approvals.list(withdrawal.id()));
        if (!withdrawal.signers().isEmpty()) return nodes.again(evidence, withdrawal.filledIn(), withdrawal.signers());
        SigningOutcome last = new SigningOutcome.Unreachable("the vault has no signing set");
        for (var set : vaults.vaultOf(withdrawal.wallet()).signingSets()) {
            last = nodes.again(evidence, withdrawal.filledIn(), set);
            if (last instanceof SigningOutcome.Signed || last instanceof SigningOutcome.Refused) return last;
        }
        return last;
    }

    private static Optional<Against> against(Withdrawal withdrawal, SubStatus why, String words, Duration pause) {
        return Optional.of(new Against(new Moved(withdrawal.stage(), why, words), pause));
    }

    /// Which sub-status tells of a refusal of what is signed already.
    static SubStatus of(Refusal why) {
        return switch (why) {
            case FROZEN, FORGED_APPROVAL -> SubStatus.WITHHELD_FROZEN;
            case EXPIRED -> SubStatus.WITHHELD_EXPIRED;
            case UNDER_WAY, DRAINING, DOCUMENT_AWAITED, NODE_FAILED -> SubStatus.WITHHELD_UNJUDGED;
            case PENDING,
                    DENIED,
                    OTHER_SIGNERS,
                    LIMIT_REACHED,
                    GIVEN_UP,
                    NO_RIGHT_TO_INITIATE,
                    UNKNOWN_INITIATOR,
                    QUARANTINED_SET,
                    SET_UNFIT,
                    OTHER -> SubStatus.WITHHELD_DENIED;
        };
    }
}

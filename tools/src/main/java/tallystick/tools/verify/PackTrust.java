package tallystick.tools.verify;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.pack.Holdings;
import tallystick.tools.pack.PackNames;
import tallystick.wire.Card;

/// By whose signature a pack's roster is good: the administrator whose card whoever verifies has got elsewhere, or, if
/// he has none, the one in the pack, which he then must compare.
final class PackTrust {
    private static final int BYTES_MAX = 1 << 22;

    private final Holdings holdings;
    private final Report report;

    PackTrust(Holdings holdings, Report report) {
        this.holdings = holdings;
        this.report = report;
    }

    /// The roster to go by; empty if there is none that is good.
    /// @spec docs/spec/evidence-pack.md#EP-10 evidence-pack
    Optional<Roster> roster(TrustOptions trust) throws WrongOption, Unverifiable {
        var signed = signed();
        var administrator = administrator(trust);
        if (signed.isEmpty() || administrator.isEmpty()) return Optional.empty();
        var isGood = signed.get().isSignedBy(administrator.get().identity());
        var roster = signed.get().roster();
        report.add(
                isGood,
                "roster version %d is signed by %s"
                        .formatted(roster.version(), administrator.get().name()));
        var other = trust.hasRoster() && !trust.read().statement().equals(roster.statement());
        if (other) report.add(false, "the pack goes by another roster than the one given");
        return isGood && !other ? Optional.of(roster) : Optional.empty();
    }

    private Optional<SignedRoster> signed() {
        var bytes = holdings.read(PackNames.ROSTER, BYTES_MAX).orElse(Bytes.empty());
        if (SignedRoster.parse(bytes) instanceof Parsed.Ok<SignedRoster>(var signed)) return Optional.of(signed);
        report.add(false, "the pack has no roster that can be read");
        return Optional.empty();
    }

    private Optional<Member> administrator(TrustOptions trust) throws WrongOption {
        if (trust.hasAdministrator()) return Optional.of(trust.administrator());
        var bytes = holdings.read(PackNames.ADMINISTRATOR, BYTES_MAX).orElse(Bytes.empty());
        var text = new String(bytes.toArray(), StandardCharsets.UTF_8);
        if (Card.parse(text) instanceof Parsed.Ok<Member>(var card) && card.role() == Member.Role.ADMINISTRATOR) {
            report.note(
                    "the administrator is the pack's own, with the key %s: compare it with one you got elsewhere, or"
                                    .formatted(card.identity())
                            + " give --administrator");
            return Optional.of(card);
        }
        report.add(false, "the pack has no card of an administrator");
        return Optional.empty();
    }
}

package tallystick.core.facts;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.clock.ClockSkew;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// The facts that one node verified, by what they are about.
///
/// **Why** whoever carries a request chooses which facts to bring. Of several about one thing the latest is used, also
/// where it has expired: an older one that lasts longer does not come back. Two that were so at the same second and say
/// different things are none.
///
/// **Threads** immutable; a judgement asks as often as it likes and hears the same.
public final class Facts {
    /// Why a fact is not used.
    public enum Refusal {
        /// Nobody is trusted with this key.
        UNKNOWN_SIGNER,
        /// The key is trusted for another kind.
        OTHER_KIND,
        /// The signature does not verify.
        BAD_SIGNATURE,
        /// It says to hold longer than its signer may say.
        LIVES_TOO_LONG,
        /// It says to have been so in the future.
        FROM_THE_FUTURE
    }

    /// A fact that is not used.
    public record Refused(SignedFact fact, Refusal why) {}

    private static final Digest32 NOTHING = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    private static final Account NOBODY = new Account(new ChainId("none", "0"), "nobody");

    private record Held(Fact fact, String by) {}

    private final Map<Bytes, Held> latest = new HashMap<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Instant now;

    private Facts(Instant now) {
        this.now = now;
    }

    /// Nothing is established.
    public static Facts none() {
        return new Facts(Instant.EPOCH);
    }

    /// Verifies.
    ///
    /// @param keys those in force
    /// @param now by the node's clock
    /// @spec docs/spec/facts.md#FA-5 facts
    public static Facts verify(List<SignedFact> facts, FactKeys keys, Instant now) {
        var verified = new Facts(now);
        var byTopic = new HashMap<Bytes, List<Held>>();
        for (var fact : facts) {
            var trusted = keys.holder(fact.signer());
            var refusal = refusal(fact, trusted, now);
            if (refusal.isPresent()) verified.refused.add(new Refused(fact, refusal.get()));
            else
                byTopic.computeIfAbsent(fact.fact().claim().about(), _ -> new ArrayList<>())
                        .add(new Held(fact.fact(), trusted.orElseThrow().name()));
        }
        byTopic.forEach((about, said) -> latest(said).ifPresent(held -> verified.latest.put(about, held)));
        return verified;
    }

    private static Optional<Refusal> refusal(SignedFact signed, Optional<FactKeys.Trusted> trusted, Instant now) {
        if (trusted.isEmpty()) return Optional.of(Refusal.UNKNOWN_SIGNER);
        var fact = signed.fact();
        if (trusted.get().kind() != fact.claim().kind()) return Optional.of(Refusal.OTHER_KIND);
        if (!signed.isSigned()) return Optional.of(Refusal.BAD_SIGNATURE);
        if (Duration.between(fact.at(), fact.expiresAt())
                        .compareTo(trusted.get().lifetimeMax())
                > 0) return Optional.of(Refusal.LIVES_TOO_LONG);
        return ClockSkew.isFuture(fact.at(), now) ? Optional.of(Refusal.FROM_THE_FUTURE) : Optional.empty();
    }

    /// @spec docs/spec/facts.md#FA-6 facts
    private static Optional<Held> latest(List<Held> said) {
        var newest = said.stream()
                .map(held -> held.fact().at())
                .max(Instant::compareTo)
                .orElseThrow();
        var atOnce =
                said.stream().filter(held -> held.fact().at().equals(newest)).toList();
        var isOne = atOnce.stream().map(held -> held.fact().claim()).distinct().count() == 1;
        // Of equal ones the shortest is used, so that nobody lengthens it.
        return isOne
                ? atOnce.stream()
                        .min((one, other) ->
                                one.fact().expiresAt().compareTo(other.fact().expiresAt()))
                : Optional.empty();
    }

    /// Those that are not used.
    public List<Refused> refused() {
        return List.copyOf(refused);
    }

    /// What a whole unit of an asset costs.
    ///
    /// @param currency three capital letters
    public Lookup<Claim.Price> price(Asset asset, String currency) {
        return find(new Claim.Price(asset, currency, BigDecimal.ONE), Claim.Price.class);
    }

    /// How risky something is.
    public Lookup<Claim.Risk> risk(Topic of) {
        return find(new Claim.Risk(of, 0, List.of()), Claim.Risk.class);
    }

    /// Which lists of sanctions name an account.
    public Lookup<Claim.Screening> screening(Account account) {
        return find(new Claim.Screening(account, List.of(), NOTHING), Claim.Screening.class);
    }

    /// Which code a contract has.
    public Lookup<Claim.Code> code(Account contract) {
        return find(new Claim.Code(contract, NOTHING, Instant.EPOCH), Claim.Code.class);
    }

    /// What changed when exactly these bytes were carried out on a copy of the chain.
    ///
    /// @param digests `docs/spec/approval.md` AP-2
    public Lookup<Claim.Changes> changes(Digest32 digests) {
        return find(new Claim.Changes(digests, List.of()), Claim.Changes.class);
    }

    /// What a request answers on another chain.
    public Lookup<Claim.SourceEvent> sourceEvent(Digest32 request) {
        return find(new Claim.SourceEvent(request, NOBODY, NOTHING), Claim.SourceEvent.class);
    }

    /// Whose an account is.
    public Lookup<Claim.Counterparty> counterparty(Account account) {
        return find(new Claim.Counterparty(account, "nobody"), Claim.Counterparty.class);
    }

    /// Who was told whom the value comes from.
    public Lookup<Claim.TravelRule> travelRule(Digest32 request) {
        return find(new Claim.TravelRule(request, "nobody"), Claim.TravelRule.class);
    }

    /// @param like a claim about the same thing
    private <C extends Claim> Lookup<C> find(C like, Class<C> kind) {
        var held = latest.get(like.about());
        if (held == null) return new Lookup.Missing<>();
        var fact = held.fact();
        return now.isBefore(fact.expiresAt())
                ? new Lookup.Known<>(kind.cast(fact.claim()), fact.at(), fact.expiresAt(), held.by())
                : new Lookup.Expired<>();
    }
}

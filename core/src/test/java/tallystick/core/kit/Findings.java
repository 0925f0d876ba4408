package tallystick.core.kit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.facts.Claim;
import tallystick.core.facts.ClaimKind;
import tallystick.core.facts.Fact;
import tallystick.core.facts.FactKeys;
import tallystick.core.facts.SignedFact;
import tallystick.core.facts.Topic;

/// A claim of each kind, and a signer for each.
public final class Findings {
    public static final ChainId CHAIN = new ChainId("eip155", "1");
    public static final Asset ETHER = Asset.coin(CHAIN, 60);
    public static final Account PAYEE = new Account(CHAIN, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    public static final Instant NOW = Ballots.NOW;

    public static final Claim.Price PRICE = new Claim.Price(ETHER, "USD", new BigDecimal("2512.75"));
    public static final Claim.Risk RISK =
            new Claim.Risk(new Topic.Request(Ballots.digest("intent")), 61, List.of("BURST", "NEW_PAYEE"));
    public static final Claim.Screening SCREENING =
            new Claim.Screening(PAYEE, List.of("OFAC_SDN"), Ballots.digest("lists"));
    public static final Claim.Code CODE =
            new Claim.Code(PAYEE, Ballots.digest("code"), Instant.ofEpochSecond(1_700_000_000));
    public static final Claim.Changes CHANGES =
            new Claim.Changes(Ballots.SUBJECT.digestsHash(), List.of("SAFE_SLOT_0"));
    public static final Claim.SourceEvent EVENT =
            new Claim.SourceEvent(Ballots.digest("intent"), PAYEE, Ballots.digest("event"));
    public static final Claim.Counterparty COUNTERPARTY = new Claim.Counterparty(PAYEE, "acme.example");
    public static final Claim.TravelRule TRAVEL_RULE = new Claim.TravelRule(Ballots.digest("intent"), "other-vasp");

    private Findings() {}

    /// One of each kind, in the order of the kinds.
    public static List<Claim> all() {
        return List.of(PRICE, RISK, SCREENING, CODE, CHANGES, EVENT, COUNTERPARTY, TRAVEL_RULE);
    }

    private static String signer(ClaimKind kind) {
        return "signer-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The keys of all signers; each may say what holds an hour.
    public static FactKeys keys() {
        return new FactKeys(
                1,
                Stream.of(ClaimKind.values())
                        .map(kind -> new FactKeys.Trusted(
                                signer(kind), kind, Crowd.edKey(signer(kind)).key(), Duration.ofHours(1)))
                        .toList());
    }

    /// Signed by who is trusted for it, from now on for an hour.
    public static SignedFact sign(Claim claim) {
        return sign(claim, claim.kind(), NOW, NOW.plusSeconds(3600));
    }

    /// Signed by who is trusted for `by`.
    public static SignedFact sign(Claim claim, ClaimKind by, Instant at, Instant expiresAt) {
        try (var key = Crowd.ed(signer(by))) {
            return SignedFact.of(new Fact(claim, at, expiresAt), key);
        }
    }
}

package tallystick.tools.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tallystick.core.facts.Claim;
import tallystick.core.facts.ClaimKind;
import tallystick.core.facts.Fact;
import tallystick.core.facts.FactKeys;
import tallystick.core.facts.Facts;
import tallystick.core.facts.SignedFact;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;

/// Signs what records tell, in the place of those who established it then.
///
/// **Why** a judgement hears facts in one way only, signed by who is trusted for them; there is no second way in.
///
/// **Threads** one at a time. Closed after use.
public final class StandInWitness implements AutoCloseable {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Map<ClaimKind, IdentityKey> signers = new EnumMap<>(ClaimKind.class);

    private final IdentityKey node;

    /// @param home where its keys live, as long as it does
    public StandInWitness(Entropy entropy, SecretMemory home) {
        node = IdentityKey.generate(entropy, home);
        for (var kind : ClaimKind.values()) signers.put(kind, IdentityKey.generate(entropy, home));
    }

    /// The key of the node that judges, which signs nothing here.
    VerifyKey node() {
        return node.verifyKey();
    }

    /// Whom a judge trusts who takes these for verified.
    FactKeys keys() {
        var trusted = new ArrayList<FactKeys.Trusted>();
        signers.forEach((kind, key) -> trusted.add(new FactKeys.Trusted(
                kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), kind, key.verifyKey(), LIFETIME)));
        return new FactKeys(1, trusted);
    }

    /// What these claims amount to once they are signed and verified.
    public Facts facts(List<Claim> claims, Instant now) {
        return Facts.verify(sign(claims, now), keys(), now);
    }

    /// So they were at this moment, to the second.
    List<SignedFact> sign(List<Claim> claims, Instant now) {
        var at = now.truncatedTo(ChronoUnit.SECONDS);
        var signed = new ArrayList<SignedFact>();
        for (var claim : claims) {
            var key = signers.get(claim.kind());
            if (key == null) throw new AssertionError("a kind of claim without a signer");
            signed.add(SignedFact.of(new Fact(claim, at, at.plus(LIFETIME)), key));
        }
        return signed;
    }

    @Override
    public void close() {
        signers.values().forEach(IdentityKey::close);
        node.close();
    }
}

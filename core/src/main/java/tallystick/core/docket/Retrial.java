package tallystick.core.docket;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.court.Case;
import tallystick.core.court.Court;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// Rules again on what a node ruled on.
///
/// **Why** a node's word that it judged rightly is worth nothing to an auditor: the same function on the same things
/// must give the same basis.
///
/// **Threads** stateless, pure.
public final class Retrial {
    private Retrial() {}

    /// The key that an intent is about, as the log has it.
    ///
    /// @param point the joint public key
    /// @param algorithm by which its signatures verify
    public record Key(Point point, Digest32 chainCode, Algorithm algorithm) {}

    /// What came of it.
    public sealed interface Outcome {
        /// The very same.
        record Same(Case asked, Standing standing, Ruling ruling) implements Outcome {}

        /// Something else: the node judged otherwise, or something was altered.
        record Other(Ruling ruling) implements Outcome {}

        /// It cannot be ruled on.
        ///
        /// @param why a lower-case phrase
        record Untried(String why) implements Outcome {}
    }

    /// Rules again.
    ///
    /// @param knowledge that the heard ruling names
    /// @spec docs/spec/evidence-pack.md#EP-8 evidence-pack
    public static Outcome of(Docket.Whole whole, Key key, Chains chains, Knowledge knowledge) {
        var heard = whole.heard();
        var intent = heard.evidence().intent();
        if (!(Standing.parse(whole.standing()) instanceof Parsed.Ok<Standing>(var standing)))
            return new Outcome.Untried("what the node held is malformed");
        if (!(chains.parse(intent.chain(), intent.content(), intent.unsigned())
                instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            return new Outcome.Untried("the bytes to be signed do not decode");
        var child = child(key, intent);
        if (child.isEmpty()) return new Outcome.Untried("the key has no child at the intent's path");
        var signer = signer(intent, child.get(), key.algorithm(), chains);
        if (signer.isEmpty()) return new Outcome.Untried("the chain is not known here");
        var own = new Derivation(child.get().key(), child.get().chainCode());
        var known = chains.family(intent.chain())
                .map(family -> family.own(knowledge, own))
                .orElse(knowledge);
        var asked = new Case(
                heard.evidence(),
                transaction,
                signer.get(),
                known,
                heard.source(),
                heard.isReplacement(),
                heard.seenAt());
        var ruling = Court.rule(asked, standing, heard.now());
        return ruling.basis().digest().equals(heard.basis())
                ? new Outcome.Same(asked, standing, ruling)
                : new Outcome.Other(ruling);
    }

    private static Optional<Derivation.Derived> child(Key key, Intent intent) {
        return switch (new Derivation(key.point(), key.chainCode()).along(new DerivationPath(intent.path()))) {
            case Derivation.Derived derived -> Optional.of(derived);
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    private static Optional<Account> signer(
            Intent intent, Derivation.Derived child, Algorithm algorithm, Chains chains) {
        return chains.family(intent.chain()).map(family -> family.account(intent.chain(), child.key(), algorithm));
    }
}

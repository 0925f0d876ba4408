package tallystick.tools.build;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.StateFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;

/// A key's transactions on one chain.
///
/// @param key the key that pays, and its chain code
public record Making(StateFile state, Derivation key, Knowledge knowledge) {
    /// For a public key as bytes.
    ///
    /// @throws Unusable if it is no key of the chain
    public static Making of(StateFile state, Bytes point, Digest32 chainCode, Knowledge knowledge) throws Unusable {
        var curve = state.family().curve();
        if (curve.group().parsePoint(point) instanceof Parsed.Ok<Point>(var key))
            return new Making(state, new Derivation(key, chainCode), knowledge);
        throw new Unusable("--key is no public key of %s, which are on %s".formatted(state.chain(), curve));
    }

    /// What was wished for, or why not.
    public Built build(Wish wish) throws Unusable {
        return state.builder(new Building.Asked(state.chain(), key, knowledge, Optional.of(new SystemEntropy())))
                .build(wish);
    }

    /// The account whose key signs, as nodes name it.
    public Account signer(UnsignedTransaction transaction) {
        return state.family()
                .account(
                        state.chain(),
                        key.key(),
                        transaction.inputs().getFirst().algorithm());
    }

    /// Whether change comes back to a descendant of the key, which hangs on the chain code being the right one.
    boolean comesBackBelow(UnsignedTransaction transaction) {
        return transaction.effects(signer(transaction), known()).stream()
                .anyMatch(each -> each instanceof Effect.Change(var _, var _, var _, var path) && !path.isRoot());
    }

    /// What is known, and what follows from the key.
    public Knowledge known() {
        return state.family().own(knowledge, key);
    }
}

package tallystick.control.vaults;

import java.util.Optional;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// A key's public half: from it every address is derived, here, on nodes and by whoever wants to see for himself.
///
/// @param scheme as nodes number schemes: 1 ECDSA, 3 BIP-340, 4 Ed25519
public record Key(Digest32 id, int scheme, Bytes point, Digest32 chainCode) {
    private static final Chains CHAINS = Chains.all();
    private static final int ECDSA = 1;
    private static final int BIP340 = 3;
    private static final int ED25519 = 4;

    /// The chain's family, if keys of this scheme sign for it.
    ///
    /// @throws Problem if there is none, or they do not
    public Chain family(ChainId chain) {
        var family = CHAINS.family(chain)
                .filter(each -> each.serves(chain))
                .orElseThrow(() -> Problem.field("chain", "one of the namespaces " + CHAINS.namespaces()));
        if (!(family.curve().group().parsePoint(point) instanceof Parsed.Ok<Point>))
            throw Problem.field("chain", "a chain of the key's curve");
        return family;
    }

    /// The chain's own coin.
    public Asset coin(ChainId chain) {
        return family(chain).building().coin(chain);
    }

    /// The key at a path below it; empty if the path has no child.
    public Optional<Derivation> at(ChainId chain, DerivationPath path) {
        var key = family(chain).curve().group().parsePoint(point).orThrow();
        return switch (new Derivation(key, chainCode).along(path)) {
            case Derivation.Derived(var _, var child, var code) -> Optional.of(new Derivation(child, code));
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    /// The account at a path; empty if the path has no child.
    public Optional<Account> account(ChainId chain, DerivationPath path) {
        var algorithm = algorithm();
        return at(chain, path).map(child -> family(chain).account(chain, child.key(), algorithm));
    }

    private Algorithm algorithm() {
        return switch (scheme) {
            case ECDSA -> Algorithm.ECDSA_SECP256K1;
            case BIP340 -> Algorithm.BIP340;
            case ED25519 -> Algorithm.ED25519;
            default -> throw Problem.of(Code.CONFLICT, "keys of scheme %d sign for no chain".formatted(scheme));
        };
    }
}

package tallystick.sdk;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// A key's public half as the program was given it: from the attestation of the ceremony, or from nodes, and not from
/// control. All that control says of addresses is measured by it.
///
/// @param keyId which key
/// @param algorithm by which the key signs
/// @param point its encoded public key
/// @param chainCode for derivation
public record Vault(Digest32 keyId, SigningInput.Algorithm algorithm, Bytes point, Digest32 chainCode) {
    private static final Chains CHAINS = Chains.all();

    /// The family of a chain, if the key is on its curve.
    Optional<Chain> family(ChainId chain) {
        return CHAINS.family(chain)
                .filter(each -> each.serves(chain))
                .filter(each -> each.curve().group().parsePoint(point) instanceof Parsed.Ok<Point>);
    }

    /// The key at a path; empty if the path has no child, or the key is not of the chain's curve.
    Optional<Derivation> at(ChainId chain, DerivationPath path) {
        return family(chain).flatMap(family -> {
            var key = family.curve().group().parsePoint(point).orThrow();
            return new Derivation(key, chainCode).along(path) instanceof Derivation.Derived(var _, var child, var code)
                    ? Optional.of(new Derivation(child, code))
                    : Optional.empty();
        });
    }

    /// The account at a path below the key; empty if there is none.
    public Optional<Account> account(ChainId chain, DerivationPath path) {
        return at(chain, path)
                .flatMap(child -> family(chain).map(family -> family.account(chain, child.key(), algorithm)));
    }

    /// Says that an address is the key's.
    ///
    /// @param path as control gives it, such as `m/5`
    /// @throws NotSo if it is another's, or none
    public Account verify(ChainId chain, String path, String address) throws NotSo {
        if (!(DerivationPath.parse(path) instanceof DerivationPath.Reading.Good(var good)))
            throw new NotSo("expected a path such as m/5");
        var own = account(chain, good).orElseThrow(() -> new NotSo("the key has no account of %s".formatted(chain)));
        if (!own.address().equals(address))
            throw new NotSo("the address at %s is %s, and control says another".formatted(path, own.address()));
        return own;
    }
}

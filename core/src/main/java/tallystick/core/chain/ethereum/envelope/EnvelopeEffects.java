package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.crypto.hash.StandardHash;

/// What a transaction does besides its calldata.
final class EnvelopeEffects {
    private static final int COIN = 60;

    private EnvelopeEffects() {}

    /// @spec docs/spec/ethereum.md#ET-2 ethereum
    /// @spec docs/spec/ethereum.md#ET-3 ethereum
    /// @spec docs/spec/ethereum.md#ET-6 ethereum
    static List<Effect> of(Envelope envelope, Account signer, Knowledge knowledge) {
        var coin = Asset.coin(envelope.chain(), COIN);
        var effects = new ArrayList<Effect>();

        // > Delegations are written before the call runs, each for the account that signed it.
        for (var each : envelope.authorizations())
            effects.add(each.authorization().change(each.authority().on(envelope.chain())));

        var frame = frame(envelope, signer);
        if (frame.isPresent()) effects.addAll(Calls.effects(frame.get(), knowledge));
        else {
            var at = created(address(signer), envelope.nonce()).on(envelope.chain());
            if (envelope.value().signum() > 0) effects.add(new Effect.Transfer(coin, signer, at, envelope.value()));
            effects.add(new Effect.Creation(signer, Optional.of(at), envelope.data()));
        }
        effects.add(new Effect.Fee(coin, signer, envelope.feeMax()));
        return List.copyOf(effects);
    }

    /// @spec docs/spec/ethereum.md#ET-9 ethereum
    static List<Term> terms(Envelope envelope, Account signer, Knowledge knowledge) {
        var terms = new ArrayList<Term>();
        terms.add(new Term.Order("transaction", signer, Optional.empty(), Optional.empty(), envelope.nonce()));
        var delegations = 0;
        for (var each : envelope.authorizations()) {
            delegations++;
            terms.add(new Term.Part(
                    new Term.Span(delegations, delegations),
                    each.authorization().order(each.authority().on(envelope.chain()))));
        }
        var frame = frame(envelope, signer);
        if (frame.isPresent()) for (var each : Calls.terms(frame.get(), knowledge)) terms.add(each.after(delegations));
        return List.copyOf(terms);
    }

    /// The transaction's own call, if it is one.
    static Optional<CallFrame> frame(Envelope envelope, Account signer) {
        return envelope.to()
                .map(to ->
                        CallFrame.outermost(envelope.chain(), address(signer), to, envelope.value(), envelope.data()));
    }

    static Address address(Account signer) {
        return Address.parse(signer.address())
                .orElseThrow(() -> new IllegalArgumentException("a signer that is no account of this family"));
    }

    /// Where a transaction's own creation lands: the last 20 bytes of the hash of sender and nonce.
    ///
    /// @spec https://ethereum.github.io/yellowpaper/paper.pdf Yellow Paper §7 (contract creation)
    static Address created(Address sender, BigInteger nonce) {
        var seed = Rlp.of(List.of(Rlp.of(sender.value()), Rlp.of(nonce))).encode();
        return new Address(StandardHash.keccak256(seed).bytes().slice(12, 32));
    }
}

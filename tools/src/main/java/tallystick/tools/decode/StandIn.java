package tallystick.tools.decode;

import java.util.Optional;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.message.SignIn;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// An account that stands for the one whose key signs, where nobody said which it is.
///
/// **Form** on Solana the first signer, who pays the fee; of a login, a permit or a signed transfer the account it
/// names. Elsewhere no real account: on EVM chains
/// the last 20 bytes of Keccak-256 of `the signing account`, otherwise the text `the-signing-account`.
final class StandIn {
    private static final String NAME = "the signing account";

    private StandIn() {}

    static Account of(UnsignedTransaction transaction) {
        return switch (transaction) {
            case SolanaTransaction solana ->
                solana.message().signers().getFirst().on(solana.chain());
            case SignIn login -> login.account().on(login.chain());
            case TypedMessage typed -> owner(typed).orElseGet(() -> of(typed.chain()));
            default -> of(transaction.chain());
        };
    }

    /// Whom a permit or a signed transfer names as owner.
    private static Optional<Account> owner(TypedMessage typed) {
        return typed.effects(of(typed.chain()), Knowledge.none()).stream()
                .flatMap(effect -> switch (effect) {
                    case Effect.Allowance allowance -> Stream.of(allowance.owner());
                    case Effect.Transfer transfer -> Stream.of(transfer.from());
                    default -> Stream.<Account>empty();
                })
                .findFirst();
    }

    static Account of(ChainId chain) {
        return chain.namespace().equals("eip155")
                ? new Address(StandardHash.keccak256(Bytes.ofUtf8(NAME)).bytes().slice(12, 32)).on(chain)
                : new Account(chain, NAME.replace(' ', '-'));
    }

    /// What is known, and that this account stands for another, unless it has a name already.
    static Knowledge named(Account standIn, Knowledge knowledge) {
        return knowledge.labelOf(standIn).isPresent() ? knowledge : knowledge.label(standIn, NAME);
    }
}

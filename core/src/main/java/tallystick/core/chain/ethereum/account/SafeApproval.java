package tallystick.core.chain.ethereum.account;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// One owner's agreement to a transaction of a Safe. Its effects are those of the Safe's own call, and the Safe pays.
public record SafeApproval(SafeAccount safe, SafeTransaction transaction) implements KeySigned {
    @Override
    public ChainId chain() {
        return safe.chain();
    }

    @Override
    public Content content() {
        return Content.CONTRACT_ACCOUNT;
    }

    @Override
    public Bytes bytes() {
        var writer = ContractAccounts.begin(ContractAccounts.Kind.SAFE_TRANSACTION, safe.chainNumber());
        return ContractAccounts.write(ContractAccounts.write(writer, safe), transaction)
                .toBytes();
    }

    /// @spec docs/spec/contract-account.md#CA-3 contract-account
    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        return Calls.effects(safe, transaction, knowledge);
    }

    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        return Calls.terms(safe, transaction, knowledge);
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        return Calls.warnings(safe, transaction, knowledge);
    }

    @Override
    public Digest32 digest() {
        return transaction.hash(safe);
    }

    /// The hash by which the Safe and its services name the transaction.
    @Override
    public Optional<String> predictedId() {
        return Optional.of("0x" + transaction.hash(safe));
    }

    /// The owner's 65 bytes for `execTransaction`, among those of the others in the order of the owners' addresses.
    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + digest());
    }
}

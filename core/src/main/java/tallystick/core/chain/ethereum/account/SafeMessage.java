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
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// One owner's agreement that a Safe says something (EIP-1271).
///
/// @param message the bytes agreed to; contracts mostly ask about 32 bytes that are the hash of something else, and
/// those are undecoded
public record SafeMessage(SafeAccount safe, Bytes message) implements KeySigned {
    private static final int HASH_BYTES = 32;

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
        var writer = ContractAccounts.begin(ContractAccounts.Kind.SAFE_MESSAGE, safe.chainNumber());
        return ContractAccounts.write(writer, safe).variable(message).toBytes();
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        var text = text();
        return List.of(
                text.isPresent()
                        ? new Effect.Statement(safe.account(), "safe-message", text.get(), List.of())
                        : new Effect.Undecoded(safe.account(), message, "hash or bytes a safe agrees to"));
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        return text().isPresent()
                ? List.of()
                : List.of(new Warning(
                        Warning.Severity.DANGER,
                        "UNDECODED",
                        "Part of this is not understood, so nobody can say what it does."));
    }

    private Optional<String> text() {
        return message.length() == HASH_BYTES ? Optional.empty() : new AbiValue.Text(message).text();
    }

    @Override
    public Digest32 digest() {
        return safe.messageHash(message);
    }

    @Override
    public Optional<String> predictedId() {
        return Optional.of("0x" + safe.messageHash(message));
    }

    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + digest());
    }
}

package tallystick.sdk;

import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.registry.Attachment;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// That nodes signed: the signatures, verified under the vault's key over the very bytes that the initiator signed an
/// intent of, and the name by which the chain will know the transaction.
///
/// @param transaction what a chain takes
/// @param stage where control says it stands, which nobody verifies but whoever asks the chain
public record Receipt(SignedTransaction transaction, String stage) {
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}(?:0[0-3])?");
    private static final int PLAIN_HEX = 128;

    /// Reads what control answered of a withdrawal that was signed.
    ///
    /// @param draft whose intent was signed
    /// @throws NotSo if it is another transaction, or a signature is not the key's
    public static Receipt of(Draft draft, Json withdrawal) throws NotSo {
        var said = withdrawal.member("signed").orElseThrow(() -> new NotSo("control shows no signatures"));
        var signatures = new ArrayList<ChainSignature>();
        for (var each : said.items("signatures")) {
            if (!(each instanceof Json.Text(var _, var hex))
                    || !SIGNATURE.matcher(hex).matches()) throw new NotSo("expected a signature of 64 or 65 bytes");
            signatures.add(signature(hex));
        }
        var signed = Attachment.of(completed(draft, said), draft.key(), signatures)
                .orElseThrow(() -> new NotSo("a signature is not the vault's key's over the draft's bytes"));
        if (!withdrawal.text("transactionId").equals(Optional.of(signed.id())))
            throw new NotSo("the chain will know it as %s, and control says another name".formatted(signed.id()));
        return new Receipt(signed, withdrawal.text("stage").orElse(""));
    }

    /// What lapses sooner than people approve was filled in later, and says what the draft says.
    private static UnsignedTransaction completed(Draft draft, Json said) throws NotSo {
        var hex = said.text("unsigned").orElseThrow(() -> new NotSo("control shows no signed bytes"));
        if (hex.matches("(?:[0-9a-f]{2})*+")
                && Chains.all().parse(draft.from().chain(), Content.TRANSACTION, Bytes.ofHex(hex))
                        instanceof Parsed.Ok<? extends UnsignedTransaction>(var completed)
                && completed.completes(draft.transaction().agreed())) return completed;
        throw new NotSo("what was signed is not what was drafted");
    }

    private static ChainSignature signature(String hex) {
        var bytes = Bytes.ofHex(hex);
        return hex.length() == PLAIN_HEX
                ? new ChainSignature.Plain(bytes)
                : new RecoverableSignature(bytes.slice(0, 32), bytes.slice(32, 64), bytes.at(64));
    }
}

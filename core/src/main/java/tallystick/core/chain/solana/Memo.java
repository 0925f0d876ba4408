package tallystick.core.chain.solana;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Argument;
import tallystick.crypto.codec.MalformedInput;

/// The memo programs: a text beside the transaction.
///
/// @spec https://www.solana-program.com/docs/memo Memo program
final class Memo {
    private Memo() {}

    /// @param payer who declares it where no signer is named
    static void read(Fields fields, Reading reading, Address payer) throws MalformedInput {
        var bytes = fields.raw(fields.remaining(), "memo");
        var signers = fields.rest();
        for (var use : signers) if (!use.isSigner()) throw new MalformedInput(0, "accounts of a memo as signers");
        var named = new ArrayList<Argument>();
        for (var use : signers) named.add(reading.argument("signer", use.address()));
        var ours = signers.stream()
                .map(AccountUse::address)
                .filter(each -> reading.account(each).equals(reading.signer()))
                .findFirst();
        var declares = ours.or(() -> signers.stream().map(AccountUse::address).findFirst())
                .orElse(payer);
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray()));
            reading.add(new Effect.Statement(reading.account(declares), "memo", text.toString(), named));
        } catch (CharacterCodingException e) {
            throw new MalformedInput(0, "memo as utf-8");
        }
    }
}

package tallystick.core.chain.solana;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Ed25519Verify;

/// A Solana transaction as the network carries it: signatures, or room for them, and the message after them.
///
/// @param unsigned the message
/// @param signers whose signatures are there and good, in the message's order
/// @param places how many signatures it needs
/// @spec https://solana.com/docs/core/transactions/transaction-structure Solana documentation, transaction structure
record SignedMessage(Bytes unsigned, List<String> signers, int places) {
    private static final int SIGNATURE_BYTES = 64;

    /// Copies.
    SignedMessage {
        signers = List.copyOf(signers);
    }

    /// Parts signatures and message; empty if the bytes have not this form.
    static Optional<SignedMessage> of(Bytes bytes) {
        if (bytes.length() == 0 || bytes.at(0) == 0 || bytes.at(0) >= 0x80) return Optional.empty();
        var places = bytes.at(0);
        var start = 1 + places * SIGNATURE_BYTES;
        if (bytes.length() <= start) return Optional.empty();
        var unsigned = bytes.slice(start, bytes.length());
        if (!(Message.parse(unsigned) instanceof Parsed.Ok<Message>(var message))
                || message.signers().size() != places) return Optional.empty();
        var signers = new ArrayList<String>();
        for (var i = 0; i < places; i++) {
            var at = 1 + i * SIGNATURE_BYTES;
            var signer = message.signers().get(i);
            if (Ed25519Verify.verify(signer.value(), unsigned, bytes.slice(at, at + SIGNATURE_BYTES)))
                signers.add(signer.toString());
        }
        return Optional.of(new SignedMessage(unsigned, signers, places));
    }
}

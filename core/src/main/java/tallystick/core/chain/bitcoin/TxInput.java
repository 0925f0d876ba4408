package tallystick.core.chain.bitcoin;

import java.util.List;
import tallystick.crypto.codec.Bytes;

/// One output spent.
///
/// @param spends which
/// @param scriptSig what satisfies it before segwit; empty while unsigned
/// @param sequence 0..2^32-1: final, replaceable, or a relative lock
/// @param witness what satisfies it since segwit; empty while unsigned
public record TxInput(OutPoint spends, Bytes scriptSig, long sequence, List<Bytes> witness) {
    /// Nothing about it can be replaced or delayed.
    public static final long FINAL = 0xffff_ffffL;
    /// May be replaced (BIP-125).
    public static final long REPLACEABLE = 0xffff_fffdL;

    /// @throws IllegalArgumentException if the sequence is out of range: the caller's fault
    public TxInput {
        witness = List.copyOf(witness);
        if (sequence < 0 || sequence > FINAL)
            throw new IllegalArgumentException("sequence %d not in 0..2^32-1".formatted(sequence));
    }

    /// Not yet signed.
    public static TxInput unsigned(OutPoint spends, long sequence) {
        return new TxInput(spends, Bytes.empty(), sequence, List.of());
    }

    /// This, signed.
    TxInput with(Bytes signedScriptSig, List<Bytes> signedWitness) {
        return new TxInput(spends, signedScriptSig, sequence, signedWitness);
    }

    /// Whether BIP-125 lets it be replaced.
    public boolean isReplaceable() {
        return sequence <= REPLACEABLE;
    }
}

package tallystick.core.chain.bitcoin;

import java.util.Arrays;
import java.util.Optional;

/// How much of a transaction a signature commits to.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0341.mediawiki#common-signature-message BIP-341
public enum SighashType {
    /// Everything, Taproot only, without a byte of its own.
    DEFAULT(0),
    /// Everything.
    ALL(1),
    /// All inputs, no output: whoever has the signature decides where the money goes.
    NONE(2),
    /// All inputs, and the output at the same place.
    SINGLE(3),
    /// This input only, all outputs.
    ALL_ANYONE(0x81),
    /// This input only, no output.
    NONE_ANYONE(0x82),
    /// This input only, and the output at the same place.
    SINGLE_ANYONE(0x83);

    private final int code;

    SighashType(int code) {
        this.code = code;
    }

    /// Its byte, 0..255.
    public int code() {
        return code;
    }

    /// The type with this byte.
    public static Optional<SighashType> ofCode(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }

    /// Whether it commits to every input and every output.
    public boolean isWhole() {
        return this == DEFAULT || this == ALL;
    }

    /// Whether others may add inputs.
    boolean isAnyone() {
        return code >= 0x80;
    }

    /// Whether it commits to no output.
    boolean isNone() {
        return (code & 3) == 2;
    }

    /// Whether it commits to one output.
    boolean isSingle() {
        return (code & 3) == 3;
    }
}

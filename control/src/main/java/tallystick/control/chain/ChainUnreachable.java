package tallystick.control.chain;

import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;

/// An endpoint of a chain did not answer, or not as one.
public sealed class ChainUnreachable extends Exception permits ChainCrowded {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase
    public ChainUnreachable(String why) {
        super(why);
    }

    /// A lower-case phrase.
    public String why() {
        return String.valueOf(getMessage());
    }

    /// As a request is answered that needed the chain.
    public Problem problem() {
        return Problem.of(Code.UNREACHABLE, why());
    }
}

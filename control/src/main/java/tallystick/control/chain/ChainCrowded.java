package tallystick.control.chain;

import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;

/// A chain was not asked, because as many ask it already as may at once.
public final class ChainCrowded extends ChainUnreachable {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase
    ChainCrowded(String why) {
        super(why);
    }

    /// Whoever gets it asks again a little later.
    @Override
    public Problem problem() {
        return Problem.of(Code.BUSY, why());
    }
}

package tallystick.core.chain.ethereum.call;

import java.util.List;
import tallystick.core.chain.Effect;

/// What a descriptor calls arguments.
final class Labels {
    private Labels() {}

    static List<Effect.Argument> of(Invocation call, List<Effect.Argument> arguments) {
        return arguments;
    }
}

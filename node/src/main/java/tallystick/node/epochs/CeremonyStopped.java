package tallystick.node.epochs;

import java.util.Optional;

/// A ceremony cannot go on; the text says who, why, and what to do.
final class CeremonyStopped extends Exception {
    private static final long serialVersionUID = 1L;

    CeremonyStopped(String why) {
        super(why);
    }

    String why() {
        return Optional.ofNullable(getMessage()).orElse("unknown");
    }
}

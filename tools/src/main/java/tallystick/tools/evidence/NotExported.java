package tallystick.tools.evidence;

import tallystick.core.clear.SafeText;

/// What was found is no good for a pack.
public final class NotExported extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int CHARACTERS_MAX = 4096;

    private final String why;

    /// @param why what nodes say may be in it: they choose their words
    NotExported(String why) {
        super(why);
        this.why = SafeText.of(why, CHARACTERS_MAX).text();
    }

    /// A lower-case phrase.
    public String why() {
        return why;
    }
}

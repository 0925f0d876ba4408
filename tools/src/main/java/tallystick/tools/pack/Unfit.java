package tallystick.tools.pack;

/// A file of a pack is not what it must be.
public final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    /// @param why a lower-case phrase that names the file
    public Unfit(String why) {
        super(why);
        this.why = why;
    }

    /// A lower-case phrase that names the file.
    public String why() {
        return why;
    }
}

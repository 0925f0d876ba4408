package tallystick.tools.pack;

import java.util.Optional;

/// The version of the software that makes packs.
public final class Version {
    private Version() {}

    /// That of this program.
    public static String own() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}

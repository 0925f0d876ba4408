package tallystick.tools.evidence;

import java.util.Optional;

/// The version of the software that makes packs.
final class Version {
    private Version() {}

    static String own() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}

package tallystick.crypto.nativelib;

/// A native library the process cannot work without is missing, altered or unsuitable. The process must not start.
///
/// **Form** the text names the library, where it was looked for, what was wrong and what the operator does about it.
/// An error of linkage, so that it leaves a class initialiser as it is. The operator's fault, never a peer's.
public final class NativeLibraryRefused extends LinkageError {
    private static final long serialVersionUID = 1L;

    /// What the operator does where Java itself denies calls of native code.
    static final String ALLOW =
            "start with --enable-native-access=ALL-UNNAMED, or naming tallystick.crypto where it is" + " a module";

    NativeLibraryRefused(String library, String looked, String wrong, String remedy) {
        super("%s refused: %s; looked in %s; %s".formatted(library, wrong, looked, remedy));
    }
}

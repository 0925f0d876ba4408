package tallystick.crypto.nativelib;

/// Start-up check of everything native.
public final class NativeLibraries {
    private NativeLibraries() {}

    /// Loads libc's calls, libsecp256k1 and libsodium and runs their self tests, once; later calls cost nothing.
    ///
    /// @throws NativeLibraryRefused if one is missing or unsuitable: the process must end
    public static void require() {
        Libc.touch();
        LibSecp256k1.touch();
        LibSodium.touch();
    }
}

package tallystick.crypto.kit;

import tallystick.crypto.nativelib.NativeLibraries;
import tallystick.crypto.nativelib.NativeLibraryRefused;

/// A program for a process of its own: loads everything native, and prints why not.
public final class NativeProbe {
    private NativeProbe() {}

    public static void main(String... arguments) {
        try {
            NativeLibraries.require();
            System.out.println("loaded");
        } catch (NativeLibraryRefused refused) {
            System.out.println(refused.getMessage());
        }
    }
}

package tallystick.crypto.nativelib;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The functions of one library, as handles.
///
/// @param library its name for error texts
/// @param lookup where its symbols are
/// @param where where it was found, for error texts
/// @param remedy what the operator does if it is unsuitable
public record Symbols(String library, SymbolLookup lookup, String where, String remedy) {
    private static final Linker LINKER = Linker.nativeLinker();

    /// A function that does not wait and calls nobody back: called without leaving the Java state, with heap arrays
    /// allowed as arguments. It holds up a garbage collection while it runs, so it must end within some 100 µs.
    public MethodHandle quick(String name, FunctionDescriptor shape) {
        return slow(name, shape, Linker.Option.critical(true));
    }

    /// Any other function.
    public MethodHandle slow(String name, FunctionDescriptor shape, Linker.Option... options) {
        try {
            return LINKER.downcallHandle(address(name), shape, options);
        } catch (IllegalCallerException denied) {
            throw new NativeLibraryRefused(
                    library, where, "Java denies calls of native code", NativeLibraryRefused.ALLOW);
        }
    }

    private MemorySegment address(String name) {
        return lookup.find(name).orElseThrow(() -> refused("it has no function " + name));
    }

    /// Refuses unless a self test held.
    public void selfTest(boolean held, String what) {
        if (!held) throw refused("self test failed: " + what);
    }

    private NativeLibraryRefused refused(String wrong) {
        return new NativeLibraryRefused(library, where, wrong, remedy);
    }

    /// A method handle threw, which a plain C function cannot do.
    ///
    /// @throws IllegalStateException instead if its memory was closed meanwhile
    static AssertionError impossible(Throwable thrown) {
        if (thrown instanceof IllegalStateException closed) throw closed;
        return new AssertionError("a native call threw " + thrown.getClass().getSimpleName(), thrown);
    }
}

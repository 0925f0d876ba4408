package tallystick.node.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A loaded PKCS#11 library and those of its functions that are used here.
///
/// **Form** `CK_ULONG` is 8 bytes and structures are aligned naturally, as on every 64-bit Unix.
///
/// **Threads** any: the library is told to lock by the system's means. One library is initialized once per process and
/// finalized when the last user closes it.
///
/// @spec https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/pkcs11-base-v2.40.html PKCS #11 v2.40
final class TokenModule implements AutoCloseable {
    static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long OS_LOCKING_OK = 2;
    private static final int FUNCTIONS = 68;
    private static final int TOKEN_INFO_BYTES = 208;
    private static final int LABEL_BYTES = 32;
    private static final int SLOTS_MAX = 1024;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Map<Path, TokenModule> LOADED = new HashMap<>();

    /// Where functions stand in the list that the module hands out.
    @SuppressWarnings("ImmutableEnumChecker") // layouts are immutable, as their documentation says
    enum Function {
        INITIALIZE(0, ADDRESS),
        FINALIZE(1, ADDRESS),
        GET_SLOT_LIST(4, JAVA_BYTE, ADDRESS, ADDRESS),
        GET_TOKEN_INFO(6, JAVA_LONG, ADDRESS),
        OPEN_SESSION(12, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS),
        CLOSE_SESSION(13, JAVA_LONG),
        LOGIN(18, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
        GET_ATTRIBUTE_VALUE(24, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
        FIND_OBJECTS_INIT(26, JAVA_LONG, ADDRESS, JAVA_LONG),
        FIND_OBJECTS(27, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS),
        FIND_OBJECTS_FINAL(28, JAVA_LONG),
        ENCRYPT_INIT(29, JAVA_LONG, ADDRESS, JAVA_LONG),
        ENCRYPT(30, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
        DECRYPT_INIT(33, JAVA_LONG, ADDRESS, JAVA_LONG),
        DECRYPT(34, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
        GENERATE_KEY(58, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

        private final int index;
        private final FunctionDescriptor shape;

        Function(int index, MemoryLayout... arguments) {
            this.index = index;
            this.shape = FunctionDescriptor.of(JAVA_LONG, arguments);
        }
    }

    private final Path file;
    private final Map<Function, MethodHandle> functions;
    private int users = 1;

    private TokenModule(Path file, Map<Function, MethodHandle> functions) {
        this.file = file;
        this.functions = functions;
    }

    /// Loads a library, or takes the one that is loaded already.
    static TokenModule open(Path file) throws TokenFailed {
        synchronized (LOADED) {
            var loaded = LOADED.get(file);
            if (loaded != null) {
                loaded.users++;
                return loaded;
            }
            var module = new TokenModule(file, load(file));
            module.initialize();
            LOADED.put(file, module);
            return module;
        }
    }

    private static Map<Function, MethodHandle> load(Path file) throws TokenFailed {
        MemorySegment list;
        try (var arena = Arena.ofConfined()) {
            // Libraries like these do not survive being unloaded: it stays for the life of the process.
            var entry = SymbolLookup.libraryLookup(file, Arena.global())
                    .find("C_GetFunctionList")
                    .orElseThrow(() -> noModule(file));
            var pointer = arena.allocate(ADDRESS);
            var result = (long) LINKER.downcallHandle(entry, FunctionDescriptor.of(JAVA_LONG, ADDRESS))
                    .invokeExact(pointer);
            if (result != OK) throw TokenFailed.of("C_GetFunctionList", result);
            list = pointer.get(ADDRESS, 0).reinterpret((FUNCTIONS + 1) * ADDRESS.byteSize());
        } catch (TokenFailed e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw noModule(file);
        } catch (Throwable e) {
            throw impossible(e);
        }
        var functions = new HashMap<Function, MethodHandle>();
        for (var each : Function.values())
            functions.put(each, LINKER.downcallHandle(list.getAtIndex(ADDRESS, each.index + 1L), each.shape));
        return Map.copyOf(functions);
    }

    private static TokenFailed noModule(Path file) {
        return new TokenFailed(
                TokenFailed.Kind.MODULE,
                "%s is no PKCS#11 module that can be loaded: install the token's driver, or name its library"
                        .formatted(file));
    }

    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("a PKCS#11 call threw " + thrown.getClass().getSimpleName(), thrown);
    }

    private void initialize() throws TokenFailed {
        try (var arena = Arena.ofConfined()) {
            var arguments = arena.allocate(6 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
            arguments.setAtIndex(JAVA_LONG, 4, OS_LOCKING_OK);
            var result = (long) handle(Function.INITIALIZE).invokeExact(arguments);
            if (result != OK && result != ALREADY_INITIALIZED) throw TokenFailed.of("C_Initialize", result);
        } catch (TokenFailed e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    MethodHandle handle(Function function) {
        var handle = functions.get(function);
        if (handle == null) throw new AssertionError("no handle of " + function);
        return handle;
    }

    /// The slot with the one token of this label.
    long slot(String label) throws TokenFailed {
        var found = new ArrayList<Long>();
        try (var arena = Arena.ofConfined()) {
            for (var slot : slots(arena)) {
                var info = arena.allocate(TOKEN_INFO_BYTES, 8);
                var result = (long) handle(Function.GET_TOKEN_INFO).invokeExact((long) slot, info);
                if (result == OK && label(info).equals(label)) found.add(slot);
            }
        } catch (TokenFailed e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
        if (found.isEmpty())
            throw new TokenFailed(
                    TokenFailed.Kind.ABSENT,
                    "no token called '%s' at %s: put it in, or correct its label".formatted(label, file));
        if (found.size() > 1)
            throw new TokenFailed(
                    TokenFailed.Kind.ABSENT,
                    "%d tokens called '%s' at %s: take the others out".formatted(found.size(), label, file));
        return found.getFirst();
    }

    private List<Long> slots(Arena arena) throws Throwable {
        var count = arena.allocate(JAVA_LONG);
        count.set(JAVA_LONG, 0, SLOTS_MAX);
        var slots = arena.allocate(JAVA_LONG, SLOTS_MAX);
        var result = (long) handle(Function.GET_SLOT_LIST).invokeExact((byte) 1, slots, count);
        if (result != OK) throw TokenFailed.of("C_GetSlotList", result);
        var found = new ArrayList<Long>();
        for (var i = 0; i < count.get(JAVA_LONG, 0); i++) found.add(slots.getAtIndex(JAVA_LONG, i));
        return found;
    }

    private static String label(MemorySegment info) {
        var bytes = info.asSlice(0, LABEL_BYTES).toArray(JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() {
        synchronized (LOADED) {
            if (--users > 0) return;
            LOADED.remove(file);
            try {
                var _ = (long) handle(Function.FINALIZE).invokeExact(MemorySegment.NULL);
            } catch (Throwable e) {
                throw impossible(e);
            }
        }
    }
}

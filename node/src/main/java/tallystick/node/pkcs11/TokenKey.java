package tallystick.node.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.pkcs11.TokenFailed.Kind;
import tallystick.node.pkcs11.TokenModule.Function;

/// An AES-256 key that was made inside a token and cannot leave it, and a session in which the token uses it.
///
/// **Form** what it seals is nonce (12) ‖ AES-256-GCM ciphertext with its 16-byte tag. **Threads** any; one call at a
/// time. **Secrets** PIN and plaintexts pass between secret memory and the module, never over the heap.
///
/// @spec https://docs.oasis-open.org/pkcs11/pkcs11-curr/v2.40/pkcs11-curr-v2.40.html PKCS #11 (AES-GCM)
public final class TokenKey implements AutoCloseable {
    private static final long SERIAL_READ_WRITE = 4 | 2;
    private static final long USER = 1;
    private static final long ALREADY_LOGGED_IN = 0x100;
    private static final long AES_KEY_GEN = 0x1080;
    private static final long AES_GCM = 0x1087;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final TokenModule module;
    private final long session;
    private final Bytes id;
    private long key;

    private TokenKey(TokenModule module, long session, Bytes id) {
        this.module = module;
        this.session = session;
        this.id = id;
    }

    /// Which key of which token.
    ///
    /// @param module the library
    /// @param token its label
    /// @param key its label
    public record Place(Path module, String token, String key) {}

    /// Makes a key of 256 bits inside the token.
    ///
    /// @param id fresh, 16 bytes: `CKA_ID`
    /// @throws TokenFailed also if the token has a key of that label: none is ever replaced
    /// @spec docs/spec/share-file.md#SF-3 share-file
    public static TokenKey make(Place place, SecretBytes pin, Bytes id) throws TokenFailed {
        var opened = logIn(place, pin, id);
        try (var arena = Arena.ofConfined()) {
            var label = Bytes.ofUtf8(place.key());
            var same = new Template(arena)
                    .number(Template.CLASS, Template.SECRET_KEY)
                    .bytes(Template.LABEL, label);
            if (opened.count(same, arena) > 0)
                throw new TokenFailed(
                        Kind.UNFIT,
                        "token '%s' has a key '%s': choose another name".formatted(place.token(), place.key()));
            var template = new Template(arena)
                    .number(Template.CLASS, Template.SECRET_KEY)
                    .number(Template.KEY_TYPE, Template.AES)
                    .number(Template.VALUE_LEN, KEY_BYTES)
                    .bytes(Template.LABEL, label)
                    .bytes(Template.ID, id)
                    .flag(Template.TOKEN, true)
                    .flag(Template.PRIVATE, true)
                    .flag(Template.SENSITIVE, true)
                    .flag(Template.EXTRACTABLE, false)
                    .flag(Template.MODIFIABLE, false)
                    .flag(Template.ENCRYPT, true)
                    .flag(Template.DECRYPT, true)
                    .flag(Template.WRAP, false)
                    .flag(Template.UNWRAP, false);
            var handle = arena.allocate(JAVA_LONG);
            opened.call(Function.GENERATE_KEY, (long) opened.module
                    .handle(Function.GENERATE_KEY)
                    .invokeExact(
                            opened.session,
                            mechanism(AES_KEY_GEN, MemorySegment.NULL, arena),
                            template.memory(),
                            (long) template.size(),
                            handle));
            opened.key = handle.get(JAVA_LONG, 0);
            opened.check(arena);
            return opened;
        } catch (Throwable e) {
            opened.close();
            throw failed(e);
        }
    }

    /// Opens the key of a label and id.
    ///
    /// @throws TokenFailed if it is not there, or could leave the token
    public static TokenKey open(Place place, SecretBytes pin, Bytes id) throws TokenFailed {
        var opened = logIn(place, pin, id);
        try (var arena = Arena.ofConfined()) {
            var wanted = new Template(arena)
                    .number(Template.CLASS, Template.SECRET_KEY)
                    .bytes(Template.LABEL, Bytes.ofUtf8(place.key()))
                    .bytes(Template.ID, id);
            var found = opened.count(wanted, arena);
            if (found != 1)
                throw new TokenFailed(
                        Kind.NO_KEY,
                        "token '%s' has %d keys '%s' with id %s: put in the token it was made in, or restore that key"
                                .formatted(place.token(), found, place.key(), id));
            opened.check(arena);
            return opened;
        } catch (Throwable e) {
            opened.close();
            throw failed(e);
        }
    }

    private static TokenKey logIn(Place place, SecretBytes pin, Bytes id) throws TokenFailed {
        var module = TokenModule.open(place.module());
        try (var arena = Arena.ofConfined()) {
            var slot = module.slot(place.token());
            var handle = arena.allocate(JAVA_LONG);
            var result = (long) module.handle(Function.OPEN_SESSION)
                    .invokeExact(slot, SERIAL_READ_WRITE, MemorySegment.NULL, MemorySegment.NULL, handle);
            if (result != TokenModule.OK) throw TokenFailed.of("C_OpenSession", result);
            var session = handle.get(JAVA_LONG, 0);
            result = (long) module.handle(Function.LOGIN).invokeExact(session, USER, pin.memory(), (long) pin.length());
            if (result != TokenModule.OK && result != ALREADY_LOGGED_IN) {
                var _ = (long) module.handle(Function.CLOSE_SESSION).invokeExact(session);
                throw TokenFailed.of("C_Login", result);
            }
            return new TokenKey(module, session, id);
        } catch (Throwable e) {
            module.close();
            throw failed(e);
        }
    }

    /// How many objects fit the template; the first becomes the key.
    private int count(Template template, Arena arena) throws Throwable {
        call(Function.FIND_OBJECTS_INIT, (long) module.handle(Function.FIND_OBJECTS_INIT)
                .invokeExact(session, template.memory(), (long) template.size()));
        var handles = arena.allocate(JAVA_LONG, 2);
        var count = arena.allocate(JAVA_LONG);
        var result = (long) module.handle(Function.FIND_OBJECTS).invokeExact(session, handles, 2L, count);
        var _ = (long) module.handle(Function.FIND_OBJECTS_FINAL).invokeExact(session);
        call(Function.FIND_OBJECTS, result);
        key = handles.get(JAVA_LONG, 0);
        return Math.toIntExact(count.get(JAVA_LONG, 0));
    }

    private void check(Arena arena) throws Throwable {
        for (var must : new int[] {Template.SENSITIVE, Template.NEVER_EXTRACTABLE, Template.LOCAL})
            if (flag(must, arena) != 1)
                throw new TokenFailed(
                        Kind.UNFIT,
                        "key %s lacks attribute 0x%x: only a key that the token made and never lets out is used"
                                .formatted(id, must));
    }

    private byte flag(int type, Arena arena) throws Throwable {
        var attribute = arena.allocate(24, 8);
        var value = arena.allocate(JAVA_BYTE);
        attribute.set(JAVA_LONG, 0, type);
        attribute.set(ADDRESS, 8, value);
        attribute.set(JAVA_LONG, 16, 1);
        call(Function.GET_ATTRIBUTE_VALUE, (long)
                module.handle(Function.GET_ATTRIBUTE_VALUE).invokeExact(session, key, attribute, 1L));
        return value.get(JAVA_BYTE, 0);
    }

    /// Seals inside the token.
    public synchronized Bytes seal(Bytes context, SecretBytes plain, Entropy entropy) throws TokenFailed {
        try (var arena = Arena.ofConfined()) {
            var nonce = entropy.bytes(NONCE_BYTES);
            var sealed = arena.allocate(plain.length() + TAG_BYTES);
            var length = arena.allocateFrom(JAVA_LONG, sealed.byteSize());
            call(Function.ENCRYPT_INIT, (long)
                    module.handle(Function.ENCRYPT_INIT).invokeExact(session, gcm(nonce, context, arena), key));
            call(Function.ENCRYPT, (long) module.handle(Function.ENCRYPT)
                    .invokeExact(session, plain.memory(), (long) plain.length(), sealed, length));
            return Bytes.concat(nonce, Bytes.copyOf(sealed.asSlice(0, length.get(JAVA_LONG, 0))));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /// Opens inside the token.
    ///
    /// @return the plaintext in `home`, the caller's to close
    public synchronized SecretBytes open(Bytes context, Bytes sealed, SecretMemory home) throws TokenFailed {
        if (sealed.length() <= NONCE_BYTES + TAG_BYTES)
            throw new TokenFailed(Kind.NOT_OPENED, "%d bytes are no sealed key".formatted(sealed.length()));
        var input = sealed.slice(NONCE_BYTES, sealed.length());
        try (var arena = Arena.ofConfined();
                var output = home.allocate(input.length())) {
            var length = arena.allocateFrom(JAVA_LONG, (long) output.length());
            call(Function.DECRYPT_INIT, (long) module.handle(Function.DECRYPT_INIT)
                    .invokeExact(session, gcm(sealed.slice(0, NONCE_BYTES), context, arena), key));
            var result = (long) module.handle(Function.DECRYPT)
                    .invokeExact(
                            session,
                            arena.allocateFrom(JAVA_BYTE, input.toArray()),
                            (long) input.length(),
                            output.memory(),
                            length);
            // Modules differ in what they say of a wrong tag.
            if (result != TokenModule.OK && TokenFailed.kindOf(result) != Kind.ABSENT)
                throw new TokenFailed(Kind.NOT_OPENED, "C_Decrypt returned 0x%x".formatted(result));
            call(Function.DECRYPT, result);
            if (length.get(JAVA_LONG, 0) != input.length() - TAG_BYTES)
                throw new TokenFailed(Kind.OTHER, "the token opened %d bytes".formatted(length.get(JAVA_LONG, 0)));
            var plain = home.allocate(input.length() - TAG_BYTES);
            MemorySegment.copy(output.memory(), 0, plain.memory(), 0, plain.length());
            return plain;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static MemorySegment gcm(Bytes nonce, Bytes context, Arena arena) {
        var parameters = arena.allocate(48, 8);
        parameters.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, nonce.toArray()));
        parameters.set(JAVA_LONG, 8, nonce.length());
        parameters.set(JAVA_LONG, 16, 8L * nonce.length());
        parameters.set(ADDRESS, 24, arena.allocateFrom(JAVA_BYTE, context.toArray()));
        parameters.set(JAVA_LONG, 32, context.length());
        parameters.set(JAVA_LONG, 40, 8L * TAG_BYTES);
        return mechanism(AES_GCM, parameters, arena);
    }

    private static MemorySegment mechanism(long type, MemorySegment parameters, Arena arena) {
        var mechanism = arena.allocate(24, 8);
        mechanism.set(JAVA_LONG, 0, type);
        mechanism.set(ADDRESS, 8, parameters);
        mechanism.set(JAVA_LONG, 16, parameters.byteSize());
        return mechanism;
    }

    private void call(Function function, long result) throws TokenFailed {
        if (result != TokenModule.OK) throw TokenFailed.of(function.name(), result);
    }

    /// What was thrown as what callers expect; anything a plain C function cannot throw is our bug.
    private static TokenFailed failed(Throwable thrown) {
        return switch (thrown) {
            case TokenFailed refused -> refused;
            case Error error -> throw error;
            case RuntimeException bug -> throw bug;
            default -> throw TokenModule.impossible(thrown);
        };
    }

    /// Ends the session; the key stays in the token.
    @Override
    public synchronized void close() {
        try {
            var _ = (long) module.handle(Function.CLOSE_SESSION).invokeExact(session);
        } catch (Throwable e) {
            throw TokenModule.impossible(e);
        } finally {
            module.close();
        }
    }
}

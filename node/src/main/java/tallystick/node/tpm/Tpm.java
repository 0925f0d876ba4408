package tallystick.node.tpm;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.Entropy;
import tallystick.node.tpm.TpmSession.Authorization;

/// A TPM's commands, as bytes there and back.
///
/// **Threads** one.
///
/// @spec https://trustedcomputinggroup.org/resource/tpm-library-specification/ TPM 2.0 Library, Part 3 (commands)
final class Tpm {
    static final int ALG_SHA256 = 0x000b;
    static final int ALG_NULL = 0x0010;
    static final int ALG_ECC = 0x0023;
    static final int ALG_KEYED_HASH = 0x0008;
    /// AES, 128 bits, CFB.
    static final Bytes AES_128_CFB =
            new Writer().u16(0x0006).u16(128).u16(0x0043).toBytes();

    private static final int WITHOUT_SESSIONS = 0x8001;
    private static final int WITH_SESSIONS = 0x8002;
    private static final Bytes OWNER = Bytes.ofHex("40000001");
    private static final Bytes NOBODY = Bytes.ofHex("40000007");
    /// An empty password, shown.
    private static final Bytes EMPTY_PASSWORD = Bytes.ofHex("400000090000010000");
    private static final int YIELDED = 0x908;
    private static final int TESTING = 0x90a;
    private static final int RETRY = 0x922;
    private static final int AGAIN_MAX = 32;
    private static final int BUFFER_BYTES_MAX = 2048;
    private static final byte[] NO_AUTHORIZATION = {};

    private final TpmChannel channel;
    private final Entropy entropy;

    Tpm(TpmChannel channel, Entropy entropy) {
        this.channel = channel;
        this.entropy = entropy;
    }

    /// Commands by name and number.
    enum Command {
        CREATE_PRIMARY(0x131),
        CREATE(0x153),
        LOAD(0x157),
        UNSEAL(0x15e),
        FLUSH_CONTEXT(0x165),
        POLICY_AUTH_VALUE(0x16b),
        READ_PUBLIC(0x173),
        START_AUTH_SESSION(0x176),
        POLICY_PCR(0x17f),
        POLICY_GET_DIGEST(0x189);

        private final int number;

        Command(int number) {
            this.number = number;
        }

        private Bytes code() {
            return new Writer().u32(number).toBytes();
        }
    }

    /// What a session is for.
    enum Purpose {
        PASSWORD(0),
        POLICY(1),
        TRIAL(3);

        private final int code;

        Purpose(int code) {
            this.code = code;
        }
    }

    /// An object that hangs from a storage key, as the TPM gave it out.
    record Blob(Bytes publicArea, Bytes privateArea) {}

    /// An object's name: its algorithm and the hash of its public area.
    static Bytes name(Bytes publicArea) {
        return new Writer().u16(ALG_SHA256).raw(Derive.hash(publicArea)).toBytes();
    }

    /// The storage key of the owner's hierarchy, made anew from its seed.
    StorageKey primary() throws TpmFailed {
        var parameters = new Writer()
                .u16(4)
                .u16(0)
                .u16(0)
                .raw(sized(StorageKey.TEMPLATE))
                .u16(0)
                .u32(0)
                .toBytes();
        var answer = transmit(Command.CREATE_PRIMARY, WITH_SESSIONS, withPassword(OWNER, parameters));
        record Made(Bytes handle, Bytes publicArea) {}
        var made = read(Command.CREATE_PRIMARY, answer, reader -> {
            var handle = reader.raw(4, "handle");
            reader.u32("parameter length");
            var publicArea = buffer(reader, "public area");
            reader.raw(reader.remaining(), "rest");
            return new Made(handle, publicArea);
        });
        return StorageKey.of(made.handle(), made.publicArea());
    }

    /// A storage key that the TPM keeps under a handle.
    StorageKey persistent(Bytes handle) throws TpmFailed {
        var answer = transmit(Command.READ_PUBLIC, WITHOUT_SESSIONS, handle);
        var publicArea = read(Command.READ_PUBLIC, answer, reader -> {
            var area = buffer(reader, "public area");
            reader.raw(reader.remaining(), "names");
            return area;
        });
        return StorageKey.of(handle, publicArea);
    }

    /// A salted session.
    TpmSession session(StorageKey parent, Purpose purpose) throws TpmFailed {
        var salt = parent.salt();
        var nonce = entropy.bytes(TpmSession.NONCE_BYTES);
        try {
            var body = new Writer()
                    .raw(parent.handle())
                    .raw(NOBODY)
                    .raw(sized(nonce))
                    .raw(sized(salt.encrypted()))
                    .u8(purpose.code)
                    .raw(AES_128_CFB)
                    .u16(ALG_SHA256)
                    .toBytes();
            record Started(Bytes handle, Bytes nonce) {}
            var started = read(
                    Command.START_AUTH_SESSION,
                    transmit(Command.START_AUTH_SESSION, WITHOUT_SESSIONS, body),
                    reader -> new Started(reader.raw(4, "handle"), buffer(reader, "nonce")));
            return new TpmSession(
                    started.handle(), Derive.fromKey(salt.value(), "ATH", started.nonce(), nonce), started.nonce());
        } finally {
            java.util.Arrays.fill(salt.value(), (byte) 0);
        }
    }

    /// Binds a policy to what the registers hold now.
    ///
    /// @param selection three bytes, a bit for each register
    void policyPcr(TpmSession session, Bytes selection) throws TpmFailed {
        var body = new Writer()
                .raw(session.handle())
                .u16(0)
                .u32(1)
                .u16(ALG_SHA256)
                .u8(selection.length())
                .raw(selection);
        transmit(Command.POLICY_PCR, WITHOUT_SESSIONS, body.toBytes());
    }

    /// Binds a policy to the object's password.
    void policyAuthValue(TpmSession session) throws TpmFailed {
        transmit(Command.POLICY_AUTH_VALUE, WITHOUT_SESSIONS, session.handle());
    }

    Bytes policyDigest(TpmSession session) throws TpmFailed {
        var answer = transmit(Command.POLICY_GET_DIGEST, WITHOUT_SESSIONS, session.handle());
        return read(Command.POLICY_GET_DIGEST, answer, reader -> buffer(reader, "policy"));
    }

    /// Has a secret made into an object; it travels encrypted.
    ///
    /// @param sensitive password and secret, each with its length, zeroed here
    Blob create(StorageKey parent, TpmSession session, byte[] sensitive, Bytes template) throws TpmFailed {
        session.next(entropy.bytes(TpmSession.NONCE_BYTES));
        var encrypted = Bytes.copyOf(session.encrypt(sensitive, NO_AUTHORIZATION));
        java.util.Arrays.fill(sensitive, (byte) 0);
        var parameters = new Writer()
                .raw(sized(encrypted))
                .raw(sized(template))
                .u16(0)
                .u32(0)
                .toBytes();
        var use = new Use(parent.handle(), parent.name(), session, TpmSession.ENCRYPTS_COMMAND, NO_AUTHORIZATION);
        return read(Command.CREATE, authorized(Command.CREATE, use, parameters), reader -> {
            var privateArea = buffer(reader, "private area");
            var publicArea = buffer(reader, "public area");
            reader.raw(reader.remaining(), "creation");
            return new Blob(publicArea, privateArea);
        });
    }

    /// Loads an object again; its handle.
    Bytes load(StorageKey parent, Blob blob) throws TpmFailed {
        var parameters = Bytes.concat(sized(blob.privateArea()), sized(blob.publicArea()));
        var answer = transmit(Command.LOAD, WITH_SESSIONS, withPassword(parent.handle(), parameters));
        return read(Command.LOAD, answer, reader -> {
            var handle = reader.raw(4, "handle");
            reader.raw(reader.remaining(), "name");
            return handle;
        });
    }

    /// The secret of a loaded object; it travels encrypted.
    ///
    /// @return to be zeroed by the caller
    byte[] unseal(Bytes handle, Bytes publicArea, TpmSession session, byte[] authorization) throws TpmFailed {
        session.next(entropy.bytes(TpmSession.NONCE_BYTES));
        var use = new Use(handle, name(publicArea), session, TpmSession.ENCRYPTS_RESPONSE, authorization);
        var answer = authorized(Command.UNSEAL, use, Bytes.empty());
        var sealed = read(Command.UNSEAL, answer, reader -> buffer(reader, "sealed"));
        return session.decrypt(sealed, authorization);
    }

    /// Forgets a key, object or session.
    void flush(Bytes handle) throws TpmFailed {
        transmit(Command.FLUSH_CONTEXT, WITHOUT_SESSIONS, handle);
    }

    /// One object used in a session.
    private static final class Use {
        private final Bytes handle;
        private final Bytes name;
        private final TpmSession session;
        private final int encrypts;
        private final byte[] authorization;

        Use(Bytes handle, Bytes name, TpmSession session, int encrypts, byte[] authorization) {
            this.handle = handle;
            this.name = name;
            this.session = session;
            this.encrypts = encrypts;
            this.authorization = authorization;
        }
    }

    /// The answer's parameters, once its authorization is good.
    private Bytes authorized(Command command, Use use, Bytes parameters) throws TpmFailed {
        var hash = Derive.hash(command.code(), use.name, parameters);
        var area = use.session.authorize(hash, use.encrypts, use.authorization);
        var body = new Writer()
                .raw(use.handle)
                .u32(area.length())
                .raw(area)
                .raw(parameters)
                .toBytes();
        record Answer(Bytes parameters, Authorization authorization) {}
        var answer = read(
                command,
                transmit(command, WITH_SESSIONS, body),
                reader -> new Answer(
                        reader.variable(BUFFER_BYTES_MAX, "parameters"),
                        new Authorization(
                                buffer(reader, "nonce"), reader.u8("attributes"), buffer(reader, "authorization"))));
        var answered = Derive.hash(Bytes.copyOf(new byte[4]), command.code(), answer.parameters());
        use.session.verify(answered, answer.authorization(), use.authorization);
        return answer.parameters();
    }

    private static Bytes withPassword(Bytes handle, Bytes parameters) {
        return new Writer()
                .raw(handle)
                .u32(EMPTY_PASSWORD.length())
                .raw(EMPTY_PASSWORD)
                .raw(parameters)
                .toBytes();
    }

    private record Response(int code, Bytes body) {
        /// Not begun, for a reason that passes: the same bytes may be sent again.
        boolean asksAgain() {
            return code == YIELDED || code == TESTING || code == RETRY;
        }
    }

    private Bytes transmit(Command command, int tag, Bytes body) throws TpmFailed {
        var bytes = new Writer()
                .u16(tag)
                .u32(10 + body.length())
                .raw(command.code())
                .raw(body)
                .toBytes();
        var response = response(command, channel.transmit(bytes));
        for (var again = 0; response.asksAgain() && again < AGAIN_MAX; again++)
            response = response(command, channel.transmit(bytes));
        if (response.code() != 0) throw TpmFailed.of(command.name(), response.code());
        return response.body();
    }

    private static Response response(Command command, Bytes answer) throws TpmFailed {
        return read(command, answer, reader -> {
            reader.u16("tag");
            var at = reader.position();
            if (reader.u32("length") != answer.length()) throw new MalformedInput(at, "the answer's length");
            return new Response(reader.u32("response code"), reader.raw(reader.remaining(), "body"));
        });
    }

    private static <T> T read(Command command, Bytes answer, Reader.Body<T> body) throws TpmFailed {
        return switch (Reader.parse(answer, body)) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new TpmFailed(
                        TpmFailed.Kind.OTHER,
                        "answer to %s at byte %d: expected %s".formatted(command, offset, expected));
        };
    }

    private static Bytes buffer(Reader reader, String field) throws MalformedInput {
        return reader.raw(reader.u16(field + " length"), field);
    }

    private static Bytes sized(Bytes value) {
        return new Writer().u16(value.length()).raw(value).toBytes();
    }
}

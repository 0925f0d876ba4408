package tallystick.core.chain.bitcoin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.derive.Base58Check;
import tallystick.crypto.hash.StandardHash;

/// The condition under which an output can be spent.
///
/// **Form** raw script bytes. Its account is the address where one exists; else `script:` and its hex digits, or
/// `script-sha256:` and the hash's where it is longer than [#SHOWN_BYTES_MAX].
///
/// @param bytes at most [#LENGTH_BYTES_MAX]
public record OutputScript(Bytes bytes) {
    /// The longest script the network ever runs.
    public static final int LENGTH_BYTES_MAX = 10_000;
    /// The longest script that is written out in an account.
    public static final int SHOWN_BYTES_MAX = 60;

    static final String SCRIPT = "script:";
    static final String SCRIPT_HASH = "script-sha256:";

    private static final int RETURN = 0x6a;
    private static final int HASH_BYTES = 20;

    /// What a script asks for, by its form.
    public enum Kind {
        /// A signature under a key with this hash.
        P2PKH,
        /// A script with this hash.
        P2SH,
        /// A signature under a key with this hash, in the witness.
        P2WPKH,
        /// A script with this hash, in the witness.
        P2WSH,
        /// A signature under this key, or a script it commits to.
        P2TR,
        /// A witness program whose version has no rules yet: anybody may spend it today.
        WITNESS_UNKNOWN,
        /// Nothing: it cannot be spent, and only carries data.
        DATA,
        /// Some other script.
        OTHER
    }

    /// @throws IllegalArgumentException if longer than a script may be: the caller's fault
    public OutputScript {
        if (bytes.length() > LENGTH_BYTES_MAX)
            throw new IllegalArgumentException("script of %d bytes, more than 10000".formatted(bytes.length()));
    }

    /// What it asks for.
    public Kind kind() {
        var program = program();
        if (program.isPresent()) {
            if (program.get().version() == 0)
                return program.get().program().length() == HASH_BYTES ? Kind.P2WPKH : Kind.P2WSH;
            return program.get().version() == 1 && program.get().program().length() == 32
                    ? Kind.P2TR
                    : Kind.WITNESS_UNKNOWN;
        }
        if (is(25, 0x76, 0xa9, HASH_BYTES) && bytes.at(23) == 0x88 && bytes.at(24) == 0xac) return Kind.P2PKH;
        if (is(23, 0xa9, HASH_BYTES) && bytes.at(22) == 0x87) return Kind.P2SH;
        return bytes.length() > 0 && bytes.at(0) == RETURN ? Kind.DATA : Kind.OTHER;
    }

    /// The hash or key it names, for the kinds that name one.
    Bytes named() {
        return switch (kind()) {
            case P2PKH -> bytes.slice(3, 23);
            case P2SH -> bytes.slice(2, 22);
            case P2WPKH, P2WSH, P2TR, WITNESS_UNKNOWN -> bytes.slice(2, bytes.length());
            case DATA, OTHER -> Bytes.empty();
        };
    }

    /// The items an unspendable script carries; empty if it is none, or holds more than pushes.
    public Optional<List<Bytes>> data() {
        if (kind() != Kind.DATA) return Optional.empty();
        return switch (Reader.parse(bytes.slice(1, bytes.length()), OutputScript::pushes)) {
            case Parsed.Ok<List<Bytes>>(var items) -> Optional.of(items);
            case Parsed.Malformed<List<Bytes>> _ -> Optional.empty();
        };
    }

    /// The account on this network.
    /// @spec docs/spec/bitcoin.md#BT-8 bitcoin
    public Account account(BitcoinNetwork network) {
        return new Account(network.chain(), text(network));
    }

    private String text(BitcoinNetwork network) {
        return switch (kind()) {
            case P2PKH -> base58(network.keyHashVersion());
            case P2SH -> base58(network.scriptHashVersion());
            case P2WPKH, P2WSH, P2TR, WITNESS_UNKNOWN ->
                Bech32.encode(network.prefix(), program().orElseThrow());
            case DATA, OTHER ->
                bytes.length() <= SHOWN_BYTES_MAX ? SCRIPT + bytes.toHex() : SCRIPT_HASH + StandardHash.sha256(bytes);
        };
    }

    /// Reads an address of this network.
    public static Optional<OutputScript> parse(BitcoinNetwork network, String address) {
        if (Bech32.parse(network.prefix(), address) instanceof Parsed.Ok<Bech32.Program>(var program))
            return Optional.of(of(program));
        if (!(Base58Check.parse(address, 1 + HASH_BYTES) instanceof Parsed.Ok<Bytes>(var payload)))
            return Optional.empty();
        var hash = payload.slice(1, payload.length());
        if (payload.at(0) == network.keyHashVersion()) return Optional.of(payToKeyHash(hash));
        return payload.at(0) == network.scriptHashVersion() ? Optional.of(payToScriptHash(hash)) : Optional.empty();
    }

    static OutputScript payToKeyHash(Bytes hash) {
        return new OutputScript(new Writer()
                .u8(0x76)
                .u8(0xa9)
                .u8(HASH_BYTES)
                .raw(hash)
                .u8(0x88)
                .u8(0xac)
                .toBytes());
    }

    static OutputScript payToScriptHash(Bytes hash) {
        return new OutputScript(
                new Writer().u8(0xa9).u8(HASH_BYTES).raw(hash).u8(0x87).toBytes());
    }

    /// The script of a witness program.
    public static OutputScript of(Bech32.Program program) {
        var version = program.version() == 0 ? 0 : 0x50 + program.version();
        return new OutputScript(new Writer()
                .u8(version)
                .u8(program.program().length())
                .raw(program.program())
                .toBytes());
    }

    /// A script that carries data and can never be spent.
    ///
    /// @param data at most 80 bytes, what nodes relay
    public static OutputScript ofData(Bytes data) {
        if (data.length() > 80)
            throw new IllegalArgumentException("data of %d bytes, not 0..80".formatted(data.length()));
        var writer = new Writer().u8(RETURN);
        if (data.length() > 75) writer.u8(0x4c);
        return new OutputScript(writer.u8(data.length()).raw(data).toBytes());
    }

    private Optional<Bech32.Program> program() {
        if (bytes.length() < 4 || bytes.length() > 42 || bytes.at(1) != bytes.length() - 2) return Optional.empty();
        var first = bytes.at(0);
        if (first != 0 && (first < 0x51 || first > 0x60)) return Optional.empty();
        var version = first == 0 ? 0 : first - 0x50;
        var program = bytes.slice(2, bytes.length());
        // A version 0 program of another length can never be spent, and has no address.
        if (version == 0 && program.length() != HASH_BYTES && program.length() != 32) return Optional.empty();
        return Optional.of(new Bech32.Program(version, program));
    }

    private boolean is(int length, int... start) {
        if (bytes.length() != length) return false;
        for (var i = 0; i < start.length; i++) if (bytes.at(i) != start[i]) return false;
        return true;
    }

    private String base58(int version) {
        return Base58Check.encode(Bytes.concat(Bytes.copyOf((byte) version), named()));
    }

    private static List<Bytes> pushes(Reader reader) throws MalformedInput {
        var items = new ArrayList<Bytes>();
        while (reader.remaining() > 0) {
            var code = reader.u8("push");
            if (code <= 0x4b) items.add(reader.raw(code, "data"));
            else if (code <= 0x4e) {
                var length = LittleEndian.number(reader.raw(1 << code - 0x4c, "data length"));
                if (length > reader.remaining()) throw reader.malformed("data within the script");
                items.add(reader.raw((int) length, "data"));
            } else if (code == 0x4f || code >= 0x51 && code <= 0x60) items.add(Bytes.copyOf((byte) code));
            else throw reader.malformed("a push");
        }
        return List.copyOf(items);
    }
}

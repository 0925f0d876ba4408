package tallystick.node.kek;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.pkcs11.TokenKey;
import tallystick.node.tpm.TpmSeal;
import tallystick.wire.DurableFile;

/// The node's `kek` file: which directory is its store, and how it comes to the key-encryption key of it. Replacing
/// this one file is the step that puts another key-encryption key in force.
///
/// **Form** `docs/spec/share-file.md`: lines of text, each a word, a space and a value. Nothing in it is secret.
///
/// @param store name of the directory, `keys` or `keys-` and a number
/// @param check a wrapped key, by which a wrong passphrase or another key of the same name is told before anything else
public record KekFile(String store, KekSettings settings, Bytes check) {
    /// Its name.
    public static final String NAME = "kek";

    static final Pattern STORE = Pattern.compile("keys(-[1-9][0-9]{0,8})?");
    private static final String FIRST_LINE = "tallystick-kek 1";
    private static final int FILE_BYTES_MAX = 16 * 1024;
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})*");

    /// Writes a check for a key that was just made.
    public static KekFile of(
            String store, KekSettings settings, KeyEncryptionKey kek, String node, Entropy entropy, SecretMemory home)
            throws KekRefused {
        try (var sample = SecretBytes.random(KeyEncryptionKey.DATA_KEY_LENGTH_BYTES, entropy, home)) {
            return new KekFile(store, settings, kek.wrap(checkContext(node), sample));
        }
    }

    /// Opens the key-encryption key and tries it.
    ///
    /// @throws KekRefused with what the operator does about it
    public KeyEncryptionKey open(String node, SecretBytes passphrase, Entropy entropy, SecretMemory home)
            throws IOException {
        var kek = settings.open(passphrase, entropy, home);
        try {
            kek.unwrap(checkContext(node), check, home).close();
            return kek;
        } catch (KekRefused e) {
            kek.close();
            if (e.why() != Why.NOT_OPENED) throw e;
            throw settings instanceof KekSettings.FromPassphrase
                    ? new KekRefused(Why.WRONG_PASSPHRASE, "the passphrase is not that of the store")
                    : new KekRefused(
                            Why.KEY_UNFIT,
                            "%s does not open what it sealed: replaced by another, or the file 'kek' is damaged"
                                    .formatted(kek.name()));
        }
    }

    private static Bytes checkContext(String node) {
        return new Writer()
                .variable(Bytes.ofUtf8("tallystick/kek/v1/check"))
                .variable(Bytes.ofUtf8(node))
                .toBytes();
    }

    /// Writes it in force, in one step; synced.
    ///
    /// @spec docs/spec/share-file.md#SF-8 share-file
    public void save(Path directory) throws IOException {
        DurableFile.replace(directory.resolve(NAME), Bytes.ofUtf8(print()));
    }

    /// Reads a directory's file, if it has one.
    public static Optional<KekFile> load(Path directory) throws IOException {
        var file = directory.resolve(NAME);
        if (!Files.exists(file)) return Optional.empty();
        var permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE))
            throw new KekRefused(
                    Why.FILE_UNFIT,
                    "others may write %s, which names code to load: chmod 600 %s".formatted(file, file));
        if (Files.size(file) > FILE_BYTES_MAX) throw malformed(file, "at most 16384 bytes");
        return switch (parse(Files.readString(file))) {
            case Parsed.Ok<KekFile>(var good) -> Optional.of(good);
            case Parsed.Malformed<KekFile>(var offset, var expected) ->
                throw malformed(file, "at byte %d %s".formatted(offset, expected));
        };
    }

    private static KekRefused malformed(Path file, String expected) {
        return new KekRefused(
                Why.FILE_MALFORMED, "%s: expected %s: bring it back from a backup".formatted(file, expected));
    }

    /// The text.
    public String print() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("store", store);
        switch (settings) {
            case KekSettings.FromPassphrase(var salt) -> {
                lines.put("kind", KekKind.PASSPHRASE.toString());
                lines.put("salt", salt.toHex());
            }
            case KekSettings.InToken(var place, var id, var pin) -> {
                lines.put("kind", KekKind.PKCS11.toString());
                lines.put("module", place.module().toString());
                lines.put("token", place.token());
                lines.put("key", place.key());
                lines.put("id", id.toHex());
                lines.put("pin", pin.text());
            }
            case KekSettings.Tpm(var place, var conditions, var password, var seal) -> {
                lines.put("kind", KekKind.TPM.toString());
                lines.put("tpm", place.address());
                lines.put("parent-handle", place.parent().map(Bytes::toHex).orElse("owner"));
                lines.put("parent", seal.parent().toHex());
                lines.put("pcrs", numbers(conditions));
                lines.put("password", password.map(SecretSource::text).orElse("none"));
                lines.put("public", seal.publicArea().toHex());
                lines.put("private", seal.privateArea().toHex());
            }
        }
        lines.put("check", check.toHex());
        var text = new StringBuilder(FIRST_LINE).append('\n');
        lines.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return text.toString();
    }

    private static String numbers(TpmSeal.Conditions conditions) {
        if (conditions.pcrs().isEmpty()) return "none";
        var text = new StringBuilder();
        for (var pcr : conditions.ordered())
            text.append(text.isEmpty() ? "" : ",").append(pcr);
        return text.toString();
    }

    /// Reads the text and nothing else: what is read is printed the same again.
    ///
    /// @spec docs/spec/share-file.md#SF-2 share-file
    public static Parsed<KekFile> parse(String text) {
        var lines = new Lines(new LinkedHashMap<>());
        var at = 0;
        for (var line : text.split("\n", -1)) {
            var separator = line.indexOf(' ');
            if (at == 0 && !line.equals(FIRST_LINE)) return new Parsed.Malformed<>(0, "'%s'".formatted(FIRST_LINE));
            if (at > 0 && separator > 0)
                lines.values().put(line.substring(0, separator), line.substring(separator + 1));
            at += line.length() + 1;
        }
        try {
            var file = new KekFile(lines.matching("store", STORE), settings(lines), lines.hex("check"));
            return file.print().equals(text)
                    ? new Parsed.Ok<>(file)
                    : new Parsed.Malformed<>(0, "the lines of its kind, in order, and no others");
        } catch (IllegalArgumentException e) {
            return new Parsed.Malformed<>(FIRST_LINE.length() + 1, String.valueOf(e.getMessage()));
        }
    }

    private static KekSettings settings(Lines lines) {
        var kind = KekKind.ofWord(lines.of("kind"))
                .orElseThrow(() -> new IllegalArgumentException("kind passphrase, pkcs11 or tpm"));
        return switch (kind) {
            case PASSPHRASE -> new KekSettings.FromPassphrase(lines.hex("salt", 16));
            case PKCS11 ->
                new KekSettings.InToken(
                        new TokenKey.Place(Path.of(lines.of("module")), lines.of("token"), lines.of("key")),
                        lines.hex("id", 16),
                        SecretSource.ofText(lines.of("pin")));
            case TPM ->
                new KekSettings.Tpm(
                        new TpmSeal.Place(
                                lines.of("tpm"),
                                lines.unless("owner", "parent-handle").map(Bytes::ofHex)),
                        conditions(lines),
                        lines.unless("none", "password").map(SecretSource::ofText),
                        new TpmSeal(lines.hex("parent", 34), lines.hex("public"), lines.hex("private")));
        };
    }

    private static TpmSeal.Conditions conditions(Lines lines) {
        var pcrs = new TreeSet<Integer>();
        for (var number :
                lines.unless("none", "pcrs").map(text -> text.split(",", -1)).orElse(new String[0]))
            pcrs.add(Integer.parseInt(number));
        return new TpmSeal.Conditions(pcrs);
    }

    private record Lines(Map<String, String> values) {
        String of(String name) {
            var value = values.get(name);
            if (value == null || value.isEmpty()) throw new IllegalArgumentException("a line '%s'".formatted(name));
            return value;
        }

        Optional<String> unless(String none, String name) {
            return Optional.of(of(name)).filter(value -> !value.equals(none));
        }

        Bytes hex(String name) {
            return Bytes.ofHex(matching(name, HEX));
        }

        Bytes hex(String name, int lengthBytes) {
            var value = hex(name);
            if (value.length() != lengthBytes)
                throw new IllegalArgumentException("a line '%s' of %d bytes".formatted(name, lengthBytes));
            return value;
        }

        String matching(String name, Pattern pattern) {
            var value = of(name);
            if (!pattern.matcher(value).matches())
                throw new IllegalArgumentException("a line '%s' of the form %s".formatted(name, pattern));
            return value;
        }
    }
}

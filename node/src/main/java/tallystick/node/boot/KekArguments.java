package tallystick.node.boot;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.node.kek.KekKind;
import tallystick.node.kek.KekWish;
import tallystick.node.kek.SecretSource;
import tallystick.node.pkcs11.TokenKey;
import tallystick.node.tpm.TpmSeal;

/// The command line of `init` and `rekek`.
///
/// @param directory the node's own files
/// @param passphraseFile opens the identity, and a store sealed under it
/// @param newPassphraseFile what it becomes; `rekek` alone
/// @param wish the key-encryption key from now on
record KekArguments(Path directory, Path passphraseFile, Optional<Path> newPassphraseFile, KekWish wish) {
    static final String USAGE = """
            usage: tallystick-node init  --dir DIR --passphrase-file FILE --kek KIND ...
                   tallystick-node rekek --dir DIR --passphrase-file FILE [--new-passphrase-file FILE] --kek KIND ...

            'init' chooses what a new node's key shares are sealed under; without it, the passphrase. 'rekek' puts
            another key-encryption key on the store of a stopped node: done or not done, whatever cuts it off.

              --dir DIR                    the node's directory, with its 'identity'
              --passphrase-file FILE       opens the identity
              --new-passphrase-file FILE   seals identity (and store) from now on
              --kek passphrase             derived from the passphrase: for trials
              --kek pkcs11                 a key made inside a PKCS#11 token, which it cannot leave
                --pkcs11-module FILE         the token's library
                --pkcs11-token LABEL         which token
                --pkcs11-key LABEL           what the key is called there (default tallystick-kek)
                --pin-file FILE              the token's PIN, readable by the node alone; without it, typed at start
              --kek tpm                    a key that a TPM 2.0 gives out to this machine alone
                --tpm ADDRESS                device:PATH or socket:HOST:PORT (default device:/dev/tpmrm0)
                --tpm-pcrs N,N,...           only if these registers (SHA-256) are as they are now
                --tpm-parent HANDLE          8 hex digits of a P-256 storage key the TPM keeps (or the owner's own)
                --tpm-password-file FILE     only with this password, 4..32 bytes
            """;

    private static final Pattern HANDLE = Pattern.compile("(0x)?[0-9a-fA-F]{8}");
    private static final Set<String> ALL = Set.of(
            "--dir",
            "--passphrase-file",
            "--new-passphrase-file",
            "--kek",
            "--pkcs11-module",
            "--pkcs11-token",
            "--pkcs11-key",
            "--pin-file",
            "--tpm",
            "--tpm-pcrs",
            "--tpm-parent",
            "--tpm-password-file");

    /// What became of a command line.
    sealed interface Read {
        record Good(KekArguments arguments) implements Read {}

        record Wrong(String why) implements Read {}
    }

    static Read read(List<String> line, boolean mayChangePassphrase) {
        var values = new HashMap<String, String>();
        for (var i = 0; i < line.size(); i += 2) {
            var name = line.get(i);
            if (!ALL.contains(name)) return new Read.Wrong("unknown argument " + name);
            if (i + 1 == line.size()) return new Read.Wrong(name + " needs a value");
            if (values.put(name, line.get(i + 1)) != null) return new Read.Wrong(name + " given twice");
        }
        if (values.containsKey("--new-passphrase-file") && !mayChangePassphrase)
            return new Read.Wrong("--new-passphrase-file goes with rekek");
        try {
            var words = new Words(values);
            return new Read.Good(new KekArguments(
                    words.path("--dir"),
                    words.path("--passphrase-file"),
                    Optional.ofNullable(values.get("--new-passphrase-file")).map(Path::of),
                    wish(words)));
        } catch (IllegalArgumentException e) {
            return new Read.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static KekWish wish(Words words) {
        var kind = KekKind.ofWord(words.need("--kek"))
                .orElseThrow(() -> new IllegalArgumentException("--kek is one of passphrase, pkcs11, tpm"));
        words.allowOnly(kind);
        return switch (kind) {
            case PASSPHRASE -> new KekWish.FromPassphrase();
            case PKCS11 ->
                new KekWish.InToken(
                        new TokenKey.Place(
                                words.path("--pkcs11-module"),
                                words.need("--pkcs11-token"),
                                words.optional("--pkcs11-key").orElse("tallystick-kek")),
                        words.source("--pin-file").orElse(new SecretSource.Prompt()));
            case TPM ->
                new KekWish.Tpm(
                        new TpmSeal.Place(
                                words.optional("--tpm").orElse("device:/dev/tpmrm0"),
                                words.optional("--tpm-parent").map(KekArguments::handle)),
                        new TpmSeal.Conditions(words.numbers("--tpm-pcrs")),
                        words.source("--tpm-password-file"));
        };
    }

    private static Bytes handle(String text) {
        if (!HANDLE.matcher(text).matches())
            throw new IllegalArgumentException("--tpm-parent is 8 hex digits, as 81000001");
        return Bytes.ofHex(text.startsWith("0x") ? text.substring(2) : text);
    }

    private record Words(Map<String, String> values) {
        String need(String name) {
            return optional(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
        }

        Optional<String> optional(String name) {
            var value = Optional.ofNullable(values.get(name));
            if (value.isPresent() && (value.get().isBlank() || value.get().contains("\n")))
                throw new IllegalArgumentException(name + " needs a value on one line");
            return value;
        }

        Path path(String name) {
            return Path.of(need(name)).toAbsolutePath();
        }

        Optional<SecretSource> source(String name) {
            return optional(name)
                    .map(file -> new SecretSource.InFile(Path.of(file).toAbsolutePath()));
        }

        Set<Integer> numbers(String name) {
            var numbers = new TreeSet<Integer>();
            for (var each : optional(name).map(text -> text.split(",", -1)).orElse(new String[0])) {
                if (!each.matches("[0-9]{1,2}"))
                    throw new IllegalArgumentException(name + " is a list of numbers 0..23, as 0,2,7");
                numbers.add(Integer.parseInt(each));
            }
            return numbers;
        }

        void allowOnly(KekKind kind) {
            for (var name : values.keySet()) {
                var token = name.startsWith("--pkcs11") || name.equals("--pin-file");
                var tpm = name.startsWith("--tpm");
                if (token && kind != KekKind.PKCS11 || tpm && kind != KekKind.TPM)
                    throw new IllegalArgumentException("%s does not go with --kek %s".formatted(name, kind));
            }
        }
    }
}

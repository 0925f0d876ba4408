package tallystick.node.keystore;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekName;
import tallystick.node.kek.KekRefused;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.kek.KeyEncryptionKey;
import tallystick.node.kek.PassphraseKek;

/// One sealed record of the node's store.
///
/// **Form** version 2, `docs/spec/share-file.md`: `TSSF` ‖ u8 2 ‖ [KekName] ‖ u32 length ‖ wrapped data key ‖
/// u32 length ‖ [Envelope] under the data key. Version 1, an envelope right under a passphrase's key, is read for
/// ever.
///
/// **Why two seals** the data key is bound to the file's place, which its name tells; the record to node, group key and
/// kind. So another key-encryption key is put on without opening any record, and no record opens in another's place.
final class ShareFile {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSSF\u0002");
    private static final Bytes MAGIC_1 = Bytes.ofUtf8("tse1");
    private static final int WRAPPED_BYTES_MAX = 1024;
    private static final int ENVELOPE_BYTES_MAX = 17 * 1024 * 1024;

    private ShareFile() {}

    /// Where a record lies.
    ///
    /// @param name of the file, `<epoch>-<first 16 digits of the group key's hash>.<kind>`
    record Place(String node, Digest32 keyId, String name) {
        String kind() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        private Bytes context(KekName kek) {
            var writer = new Writer()
                    .variable(Bytes.ofUtf8("tallystick/share-file/v2/data-key"))
                    .variable(Bytes.ofUtf8(node))
                    .raw(keyId.bytes())
                    .variable(Bytes.ofUtf8(name));
            kek.write(writer);
            return writer.toBytes();
        }

        private Bytes recordContext(String format, Digest32 groupKey) {
            return new Writer()
                    .variable(Bytes.ofUtf8(format))
                    .variable(Bytes.ofUtf8(kind()))
                    .variable(Bytes.ofUtf8(node))
                    .raw(groupKey.bytes())
                    .toBytes();
        }
    }

    private record Parts(KekName kek, Bytes wrapped, Bytes envelope) {
        Bytes encode() {
            var writer = new Writer().raw(MAGIC);
            kek.write(writer);
            return writer.variable(wrapped).variable(envelope).toBytes();
        }
    }

    static Bytes seal(
            KeyEncryptionKey kek, Place place, Digest32 groupKey, SecretBytes plain, Entropy entropy, SecretMemory home)
            throws KekRefused {
        try (var dataKey = SecretBytes.random(KeyEncryptionKey.DATA_KEY_LENGTH_BYTES, entropy, home)) {
            var context = place.recordContext("tallystick/share-store/v2", groupKey);
            return new Parts(
                            kek.name(),
                            kek.wrap(place.context(kek.name()), dataKey),
                            Envelope.seal(dataKey, context, plain, entropy))
                    .encode();
        }
    }

    /// Opens a record of either version.
    ///
    /// @return the record, the caller's to close
    /// @spec docs/spec/share-file.md#SF-1 share-file
    static SecretBytes open(KeyEncryptionKey kek, Place place, Digest32 groupKey, Bytes file, SecretMemory home)
            throws KekRefused {
        if (isFormat1(file)) return openFormat1(kek, place, groupKey, file, home);
        var parts = parse(place, file);
        try (var dataKey = unwrap(kek, place, parts, home)) {
            var context = place.recordContext("tallystick/share-store/v2", groupKey);
            return opened(place, Envelope.open(dataKey, context, parts.envelope(), home));
        }
    }

    /// The same record of the second format under another key-encryption key; it is not opened for it.
    static Bytes rewrap(Change change, Place place, Bytes file, SecretMemory home) throws KekRefused {
        var parts = parse(place, file);
        var to = change.to();
        try (var dataKey = unwrap(change.from(), place, parts, home)) {
            return new Parts(to.name(), to.wrap(place.context(to.name()), dataKey), parts.envelope()).encode();
        }
    }

    /// A record of the first format in the second, under another key-encryption key.
    static Bytes renew(Change change, Place place, Digest32 groupKey, Bytes file, SecretMemory home) throws KekRefused {
        try (var plain = openFormat1(change.from(), place, groupKey, file, home)) {
            return seal(change.to(), place, groupKey, plain, change.entropy(), home);
        }
    }

    /// From one key-encryption key to another.
    record Change(KeyEncryptionKey from, KeyEncryptionKey to, Entropy entropy) {}

    static boolean isFormat1(Bytes file) {
        return file.length() >= MAGIC_1.length()
                && file.slice(0, MAGIC_1.length()).equals(MAGIC_1);
    }

    private static SecretBytes unwrap(KeyEncryptionKey kek, Place place, Parts parts, SecretMemory home)
            throws KekRefused {
        if (!parts.kek().equals(kek.name()))
            throw new KekRefused(
                    Why.OTHER_KEK,
                    "%s was sealed under %s, this node has %s: bring back the kek file of that time"
                            .formatted(place.name(), parts.kek(), kek.name()));
        try {
            return kek.unwrap(place.context(kek.name()), parts.wrapped(), home);
        } catch (KekRefused e) {
            throw new KekRefused(e.why(), "%s: %s".formatted(place.name(), e.getMessage()));
        }
    }

    private static SecretBytes openFormat1(
            KeyEncryptionKey kek, Place place, Digest32 groupKey, Bytes file, SecretMemory home) throws KekRefused {
        if (!(kek instanceof PassphraseKek passphrase))
            throw new KekRefused(
                    Why.OTHER_KEK,
                    "%s was sealed under a passphrase, this node has %s: it was copied here from another store"
                            .formatted(place.name(), kek.name()));
        var context = place.recordContext("tallystick/share-store/v1", groupKey);
        try {
            return passphrase.openFormat1(context, file, home);
        } catch (KekRefused e) {
            throw new KekRefused(e.why(), "%s does not open: %s".formatted(place.name(), e.getMessage()));
        }
    }

    private static SecretBytes opened(Place place, Parsed<SecretBytes> parsed) throws KekRefused {
        return switch (parsed) {
            case Parsed.Ok<SecretBytes>(var plain) -> plain;
            case Parsed.Malformed<SecretBytes> _ ->
                throw new KekRefused(
                        Why.NOT_OPENED, place.name() + " does not open: another node's, another epoch's, or damaged");
        };
    }

    private static Parts parse(Place place, Bytes file) throws KekRefused {
        return switch (Reader.parse(file, ShareFile::read)) {
            case Parsed.Ok<Parts>(var parts) -> parts;
            case Parsed.Malformed<Parts>(var offset, var expected) ->
                throw new KekRefused(
                        Why.SEALED_MALFORMED, "%s at byte %d: expected %s".formatted(place.name(), offset, expected));
        };
    }

    private static Parts read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "share file format 1 or 2");
        return new Parts(
                KekName.read(reader),
                reader.variable(WRAPPED_BYTES_MAX, "wrapped data key"),
                reader.variable(ENVELOPE_BYTES_MAX, "envelope"));
    }
}

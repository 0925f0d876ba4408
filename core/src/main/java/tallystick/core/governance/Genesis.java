package tallystick.core.governance;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.Right;
import tallystick.core.places.Places;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// How a workspace begins: the first version of its documents, the first administrators' passkeys among them. Every
/// node signs it, and its hash names the workspace for ever.
///
/// @param documents version 1 of people and roster, and of others; ascending by kind
/// @param salt 32 bytes
public record Genesis(List<Document> documents, Bytes salt) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-genesis");
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int SALT_BYTES = 32;
    private static final Document NO_PLACES = new Document(
            DocumentKind.PLACES,
            1,
            Optional.empty(),
            Instant.EPOCH,
            Places.none(1).encode());
    private static final int ADMINISTRATORS_MIN = 2;

    /// @throws IllegalArgumentException if people or roster are missing or malformed, a document is not the first of
    /// its kind, or fewer than two humans could ever change anything: the caller's fault
    public Genesis {
        documents = List.copyOf(documents);
        if (salt.length() != SALT_BYTES)
            throw new IllegalArgumentException("salt of %d bytes, not 32".formatted(salt.length()));
        for (var i = 0; i < documents.size(); i++) {
            if (documents.get(i).version() != 1) throw new IllegalArgumentException("a document that is not the first");
            if (i > 0 && documents.get(i - 1).kind().compareTo(documents.get(i).kind()) >= 0)
                throw new IllegalArgumentException("documents not ascending by kind");
        }
        var kinds = EnumSet.noneOf(DocumentKind.class);
        documents.forEach(document -> kinds.add(document.kind()));
        if (!kinds.containsAll(EnumSet.of(DocumentKind.PEOPLE, DocumentKind.ROSTER)))
            throw new IllegalArgumentException("no people or no roster");
        if (people(documents).version() != 1 || roster(documents).version() != 1)
            throw new IllegalArgumentException("people or roster that are not the first");
        if (administrators(people(documents)) < ADMINISTRATORS_MIN)
            throw new IllegalArgumentException("fewer than 2 humans with a passkey who may propose and approve");
    }

    private static Bytes content(List<Document> documents, DocumentKind kind) {
        return documents.stream()
                .filter(document -> document.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + kind))
                .content();
    }

    private static Directory people(List<Document> documents) {
        return Directory.parse(content(documents, DocumentKind.PEOPLE)).orThrow();
    }

    private static Roster roster(List<Document> documents) {
        return Roster.parse(content(documents, DocumentKind.ROSTER)).orThrow();
    }

    private static long administrators(Directory people) {
        return people.people().stream()
                .filter(person -> person.may(Right.PROPOSE) && person.may(Right.APPROVE))
                .filter(person -> person.keys().stream()
                        .anyMatch(held ->
                                !held.isRevoked() && held.key().strength().meets(AuthStrength.PASSKEY)))
                .map(Person::human)
                .distinct()
                .count();
    }

    /// The first people.
    public Directory people() {
        return people(documents);
    }

    /// The first nodes and programs.
    public Roster roster() {
        return roster(documents);
    }

    /// The documents by kind, and where it has none of places an empty first one, the same for everybody.
    ///
    /// **Why** what no node had could follow nothing: a workspace from before there were places could never have
    /// any.
    ///
    /// @spec docs/spec/places.md#PL-6 places
    public Map<DocumentKind, Document> inForce() {
        var byKind = new HashMap<DocumentKind, Document>();
        byKind.put(DocumentKind.PLACES, NO_PLACES);
        for (var document : documents) byKind.put(document.kind(), document);
        return Map.copyOf(byKind);
    }

    /// The canonical bytes.
    /// @spec docs/spec/governance.md#GO-22 governance
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .raw(FORMAT)
                .raw(salt)
                .list(documents, (writer, document) -> document.write(writer))
                .toBytes();
    }

    /// The hash of the canonical bytes: the workspace's name, and what every node signs.
    public Digest32 hash() {
        return Transcript.of("tallystick/governance/v1/genesis")
                .add("genesis", encode())
                .digest();
    }

    static Genesis read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "genesis magic");
        reader.expect(FORMAT, "genesis format 1");
        var start = reader.position();
        var salt = reader.raw(SALT_BYTES, "salt");
        var documents = reader.list(2, DocumentKind.values().length, "documents", Document::read);
        try {
            return new Genesis(documents, salt);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good genesis: " + outOfRange.getMessage());
        }
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Genesis> parse(Bytes encoded) {
        return Reader.parse(encoded, Genesis::read);
    }
}

package tallystick.core.docket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.intent.Evidence;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// One ruling of a node's court: what came of it, and all that it came of but what the log holds anyway.
///
/// @param basis hash of what it rests on, as the log has it
/// @param now by the node's clock
/// @param seenAt when the node had first seen the intent
/// @param evidence what was brought
/// @param source the wallet
/// @param isReplacement whether it took the place of something signed before
/// @param knowledge SHA-256 of the file that made the bytes readable, if there was one
/// @param standing the pieces of what the node held, in their order
public record Heard(
        Digest32 basis,
        Instant now,
        Instant seenAt,
        Evidence evidence,
        Source source,
        boolean isReplacement,
        Optional<Digest32> knowledge,
        List<Digest32> standing) {
    private static final int TEXT_BYTES_MAX = 256;
    private static final int PIECES_MAX = 65535;

    /// Copies.
    public Heard {
        standing = List.copyOf(standing);
    }

    void write(Writer writer) {
        writer.raw(basis.bytes());
        write(writer, now);
        write(writer, seenAt);
        writer.variable(evidence.encode());
        write(writer, source);
        writer.bool(isReplacement).bool(knowledge.isPresent());
        knowledge.ifPresent(hash -> writer.raw(hash.bytes()));
        writer.list(standing, (each, piece) -> each.raw(piece.bytes()));
    }

    private static void write(Writer writer, Instant moment) {
        writer.u64(moment.getEpochSecond()).u32(moment.getNano());
    }

    private static void write(Writer writer, Source source) {
        writer.text(source.place().org());
        write(writer, source.place().workspace());
        write(writer, source.place().vault());
        write(writer, source.place().wallet());
        write(writer, source.tier());
        writer.list(List.copyOf(source.tags()), (each, tag) -> each.text(tag))
                .bool(source.account().isPresent());
        source.account()
                .ifPresent(account -> writer.text(account.chain().namespace())
                        .text(account.chain().reference())
                        .text(account.address()));
    }

    private static void write(Writer writer, Optional<String> text) {
        writer.bool(text.isPresent());
        text.ifPresent(writer::text);
    }

    static Heard read(Reader reader) throws MalformedInput {
        return new Heard(
                Digest32.read(reader, "basis"),
                reader.moment("now"),
                reader.moment("seen"),
                evidence(reader),
                source(reader),
                reader.bool("replacement"),
                reader.bool("knowledge") ? Optional.of(Digest32.read(reader, "knowledge")) : Optional.empty(),
                reader.list(0, PIECES_MAX, "pieces of the standing", each -> Digest32.read(each, "piece")));
    }

    private static Evidence evidence(Reader reader) throws MalformedInput {
        var start = reader.position() + 4;
        Bytes bytes = reader.variable(Evidence.LENGTH_BYTES_MAX, "evidence");
        return switch (Evidence.parse(bytes)) {
            case Parsed.Ok<Evidence>(var evidence) -> evidence;
            case Parsed.Malformed<Evidence>(var offset, var expected) ->
                throw new MalformedInput(start + offset, expected);
        };
    }

    private static Source source(Reader reader) throws MalformedInput {
        var start = reader.position();
        try {
            var place = new Scope(
                    reader.text(TEXT_BYTES_MAX, "organisation"),
                    text(reader, "workspace"),
                    text(reader, "vault"),
                    text(reader, "wallet"));
            var tier = text(reader, "tier");
            var tags = reader.list(0, PIECES_MAX, "tags", each -> each.text(TEXT_BYTES_MAX, "tag"));
            var sorted = Names.sorted(tags);
            if (!List.copyOf(sorted).equals(tags)) throw new MalformedInput(start, "tags in their order, each once");
            return new Source(place, tier, sorted, account(reader));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good wallet: " + outOfRange.getMessage());
        }
    }

    private static Optional<Account> account(Reader reader) throws MalformedInput {
        if (!reader.bool("account")) return Optional.empty();
        var chain = new ChainId(
                reader.text(TEXT_BYTES_MAX, "chain namespace"), reader.text(TEXT_BYTES_MAX, "chain reference"));
        return Optional.of(new Account(chain, reader.text(TEXT_BYTES_MAX, "address")));
    }

    private static Optional<String> text(Reader reader, String field) throws MalformedInput {
        return reader.bool(field) ? Optional.of(reader.text(TEXT_BYTES_MAX, field)) : Optional.empty();
    }
}

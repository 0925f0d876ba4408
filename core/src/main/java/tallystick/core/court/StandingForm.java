package tallystick.core.court;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tallystick.core.approval.SeenCount;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Roster;
import tallystick.core.intent.IntentId;
import tallystick.core.people.Directory;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// The canonical bytes of what a node holds.
final class StandingForm {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-standing");
    private static final int FORMAT = 1;
    /// The same, and after the policies those that came before the organisation's.
    private static final int FORMAT_WITH_ANCESTORS = 2;
    private static final int MANY = 1 << 24;
    private static final int CONTENT_BYTES_MAX = 16 * 1024 * 1024;
    private static final int TEXT_BYTES_MAX = 256;
    private static final int NODE_BYTES_MAX = 32;
    private static final Pattern AMOUNT = Pattern.compile("0|[1-9][0-9]{0,159}");

    private StandingForm() {}

    static Bytes encode(Standing standing) {
        var writer = new Writer()
                .raw(MAGIC)
                .u8(hasAncestors(standing.documents()) ? FORMAT_WITH_ANCESTORS : FORMAT)
                .raw(standing.workspace().bytes())
                .text(standing.node());
        write(writer, standing.documents());
        many(writer, standing.awaited(), (each, version) -> version.write(each));
        var orders = new TreeMap<>(standing.freezes().standing());
        many(writer, List.copyOf(orders.values()), (each, order) -> order.write(each));
        many(writer, List.copyOf(new TreeSet<>(standing.freezes().lifted())), (each, id) -> each.raw(id.bytes()));
        standing.counters().write(writer);
        var seen = new TreeMap<>(standing.seen());
        many(writer, List.copyOf(seen.entrySet()), (each, entry) -> {
            each.raw(entry.getKey().bytes());
            many(each, entry.getValue(), StandingForm::write);
        });
        many(writer, standing.past().payments(), StandingForm::write);
        return writer.toBytes();
    }

    private static boolean hasAncestors(Documents documents) {
        return !documents.ancestors().isEmpty();
    }

    private static void write(Writer writer, Documents documents) {
        writer.variable(documents.people().encode());
        many(writer, documents.policies(), (each, level) -> each.variable(PolicyText.canonical(level.policy())));
        if (hasAncestors(documents))
            many(writer, documents.ancestors(), (each, level) -> each.variable(PolicyText.canonical(level.policy())));
        var book = documents.book();
        writer.variable(book.book().encode());
        for (var entry : book.book().entries())
            write(writer, book.since(entry.account()).orElseThrow());
        writer.variable(documents.roster().encode())
                .variable(documents.factKeys().encode());
    }

    private static void write(Writer writer, SeenCount count) {
        writer.u64(count.count());
        write(writer, count.at());
        writer.raw(count.statement().bytes());
    }

    private static void write(Writer writer, Past.Payment payment) {
        writer.raw(payment.intent().value().bytes());
        write(writer, payment.at());
        write(writer, payment.destination().chain()).text(payment.destination().address());
        write(writer, payment.asset().chain())
                .text(payment.asset().namespace())
                .text(payment.asset().reference())
                .text(payment.amount().toString())
                .list(
                        payment.slot().stream().toList(),
                        (each, slot) -> each.raw(slot.value().bytes()));
    }

    private static Writer write(Writer writer, ChainId chain) {
        return writer.text(chain.namespace()).text(chain.reference());
    }

    private static void write(Writer writer, Instant moment) {
        writer.u64(moment.getEpochSecond()).u32(moment.getNano());
    }

    private static <T> void many(Writer writer, List<? extends T> items, BiConsumer<Writer, T> item) {
        writer.u32(items.size());
        for (var each : items) item.accept(writer, each);
    }

    static Standing read(Reader reader) throws MalformedInput {
        var start = reader.position();
        reader.expect(MAGIC, "standing magic");
        var format = reader.u8("standing format");
        if (format != FORMAT && format != FORMAT_WITH_ANCESTORS)
            throw new MalformedInput(start + MAGIC.length(), "standing format 1 or 2");
        try {
            return new Standing(
                    Digest32.read(reader, "workspace"),
                    reader.text(NODE_BYTES_MAX, "node"),
                    documents(reader, format),
                    many(reader, "versions", DocumentVersion::read),
                    freezes(reader),
                    Counters.read(reader),
                    seen(reader),
                    new Past(many(reader, "payments", StandingForm::payment)));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good standing: " + outOfRange.getMessage());
        }
    }

    private static Level level(Reader reader) throws MalformedInput {
        return Level.of(content(reader, "policy", PolicyFile::parse));
    }

    /// @spec docs/spec/court.md#CO-13 court
    private static List<Level> ancestors(Reader reader) throws MalformedInput {
        var start = reader.position();
        var ancestors = many(reader, Ancestry.VERSIONS_MAX, "ancestors", StandingForm::level);
        if (!Ancestry.isInOrder(ancestors)) throw new MalformedInput(start, "each ancestor older than the one before");
        return ancestors;
    }

    private static Documents documents(Reader reader, int format) throws MalformedInput {
        var people = content(reader, "people", Directory::parse);
        var policies = many(reader, "policies", StandingForm::level);
        var ancestors = format == FORMAT ? List.<Level>of() : ancestors(reader);
        var book = content(reader, "address book", AddressBook::parse);
        var since = new HashMap<Account, Instant>();
        for (var entry : book.entries()) since.put(entry.account(), reader.moment("moment"));
        return new Documents(
                        people,
                        policies,
                        BookInForce.restored(book, since),
                        content(reader, "roster", Roster::parse),
                        content(reader, "fact keys", FactKeys::parse))
                .withAncestors(ancestors);
    }

    private interface Parser<T> {
        Parsed<T> parse(Bytes content);
    }

    private static <T> T content(Reader reader, String field, Parser<T> parser) throws MalformedInput {
        var bytes = reader.variable(CONTENT_BYTES_MAX, field);
        var start = reader.position() - bytes.length();
        return switch (parser.parse(bytes)) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) -> throw new MalformedInput(start + offset, expected);
        };
    }

    private static Freezes freezes(Reader reader) throws MalformedInput {
        var orders = new HashMap<Digest32, FreezeOrder>();
        for (var order : many(reader, "orders", FreezeOrder::read)) orders.put(order.id(), order);
        return new Freezes(
                orders, new TreeSet<>(many(reader, "orders that ended", each -> Digest32.read(each, "order"))));
    }

    private static Map<Digest32, List<SeenCount>> seen(Reader reader) throws MalformedInput {
        var seen = new HashMap<Digest32, List<SeenCount>>();
        for (var left = count(reader, MANY, "keys"); left > 0; left--)
            seen.put(Digest32.read(reader, "key id"), many(reader, "counts", StandingForm::seenCount));
        return seen;
    }

    private static SeenCount seenCount(Reader reader) throws MalformedInput {
        return new SeenCount(reader.u64("count"), reader.moment("moment"), Digest32.read(reader, "statement"));
    }

    private static Past.Payment payment(Reader reader) throws MalformedInput {
        var intent = new IntentId(Digest32.read(reader, "request"));
        var at = reader.moment("moment");
        var destination = new Account(chain(reader), reader.text(TEXT_BYTES_MAX, "address"));
        var asset = new Asset(
                chain(reader),
                reader.text(TEXT_BYTES_MAX, "asset namespace"),
                reader.text(TEXT_BYTES_MAX, "asset reference"));
        var start = reader.position();
        var amount = reader.text(TEXT_BYTES_MAX, "amount");
        if (!AMOUNT.matcher(amount).matches()) throw new MalformedInput(start, "an amount in decimal digits");
        var slot = reader.list(0, 1, "slot", each -> new Slot(Digest32.read(each, "slot"))).stream()
                .findFirst();
        return new Past.Payment(intent, at, destination, asset, new BigInteger(amount), slot);
    }

    private static ChainId chain(Reader reader) throws MalformedInput {
        return new ChainId(
                reader.text(TEXT_BYTES_MAX, "chain namespace"), reader.text(TEXT_BYTES_MAX, "chain reference"));
    }

    private static <T> List<T> many(Reader reader, String field, Reader.Body<T> item) throws MalformedInput {
        return many(reader, MANY, field, item);
    }

    private static <T> List<T> many(Reader reader, int countMax, String field, Reader.Body<T> item)
            throws MalformedInput {
        var items = new ArrayList<T>();
        for (var left = count(reader, countMax, field); left > 0; left--) items.add(item.read(reader));
        return items;
    }

    private static int count(Reader reader, int countMax, String field) throws MalformedInput {
        var start = reader.position();
        var count = reader.u32(field);
        if (count > countMax) throw new MalformedInput(start, "at most %d %s".formatted(countMax, field));
        return count;
    }
}

package tallystick.core.wire;

import java.time.Instant;
import java.util.List;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// How a node stands to the others and to what is due.
///
/// @param speaks which versions of the protocol
/// @param apart names of nodes it found no version in common with
/// @param quarantined names of nodes whose shares it works with no longer
/// @param refreshes when each key it holds is due, no key twice
/// @param earlier of keys with which it may sign in an epoch before the last: the earliest, ascending by key
public record NodeStanding(
        ProtocolVersions speaks,
        List<String> apart,
        List<String> quarantined,
        List<RefreshDue> refreshes,
        List<EarlierEpoch> earlier) {
    /// When a key's shares are to be made anew, as this node is set.
    ///
    /// @param at from then on it is due
    /// @param overdueAt from then on that is an alarm
    public record RefreshDue(Digest32 keyId, Instant at, Instant overdueAt) {}

    /// Old shares of a key that are in use still, since not every owner has said that it uses the last.
    ///
    /// @param epoch below the last of the key, from 1
    public record EarlierEpoch(Digest32 keyId, int epoch) {}

    /// Copies.
    public NodeStanding {
        apart = List.copyOf(apart);
        quarantined = List.copyOf(quarantined);
        refreshes = List.copyOf(refreshes);
        earlier = List.copyOf(earlier);
    }

    /// None that may sign in an epoch before the last.
    public NodeStanding(
            ProtocolVersions speaks, List<String> apart, List<String> quarantined, List<RefreshDue> refreshes) {
        this(speaks, apart, quarantined, refreshes, List.of());
    }

    /// The same for who does not read of earlier epochs.
    NodeStanding withoutEarlier() {
        return new NodeStanding(speaks, apart, quarantined, refreshes);
    }

    void write(Writer writer) {
        Text.write(writer, speaks.text());
        writer.list(apart, Text::write)
                .list(quarantined, Text::write)
                .list(
                        refreshes,
                        (each, due) -> each.raw(due.keyId().bytes())
                                .u64(due.at().toEpochMilli())
                                .u64(due.overdueAt().toEpochMilli()));
        if (!earlier.isEmpty())
            writer.list(earlier, (each, one) -> each.raw(one.keyId().bytes()).u32(one.epoch()));
    }

    static NodeStanding read(Reader reader, boolean tellsEarlier) throws MalformedInput {
        return new NodeStanding(
                versions(reader),
                reader.list(0, 256, "apart", each -> Text.read(each, 32, "node apart")),
                reader.list(0, 256, "quarantined", each -> Text.read(each, 32, "quarantined node")),
                refreshes(reader),
                tellsEarlier ? allEarlier(reader) : List.of());
    }

    private static List<RefreshDue> refreshes(Reader reader) throws MalformedInput {
        var start = reader.position();
        var all = reader.list(
                0,
                65535,
                "refreshes",
                each -> new RefreshDue(
                        Digest32.read(each, "key id"),
                        Instant.ofEpochMilli(NodeCondition.millis(each, "refresh due")),
                        Instant.ofEpochMilli(NodeCondition.millis(each, "refresh overdue"))));
        if (all.stream().map(RefreshDue::keyId).distinct().count() < all.size())
            throw new MalformedInput(start, "refreshes of distinct keys");
        return all;
    }

    private static List<EarlierEpoch> allEarlier(Reader reader) throws MalformedInput {
        var start = reader.position();
        var all = reader.list(1, 65535, "earlier epochs", NodeStanding::earlier);
        for (var i = 1; i < all.size(); i++)
            if (all.get(i - 1).keyId().compareTo(all.get(i).keyId()) >= 0)
                throw new MalformedInput(start, "earlier epochs of distinct keys, ascending");
        return all;
    }

    private static EarlierEpoch earlier(Reader reader) throws MalformedInput {
        var keyId = Digest32.read(reader, "key id");
        var start = reader.position();
        var epoch = reader.u32("earlier epoch");
        if (epoch < 1) throw new MalformedInput(start, "earlier epoch of 1 or more");
        return new EarlierEpoch(keyId, epoch);
    }

    private static ProtocolVersions versions(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (ProtocolVersions.parse(Text.read(reader, 128, "versions"))) {
            case tallystick.crypto.codec.Parsed.Ok<ProtocolVersions>(var versions) -> versions;
            case tallystick.crypto.codec.Parsed.Malformed<ProtocolVersions>(var _, var expected) ->
                throw new MalformedInput(start, expected);
        };
    }
}

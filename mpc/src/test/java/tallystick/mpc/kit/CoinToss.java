package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.Outgoing.Broadcast;
import tallystick.mpc.session.Outgoing.Direct;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;
import tallystick.mpc.session.Step.Aborted;
import tallystick.mpc.session.Step.Await;
import tallystick.mpc.session.Step.Done;

/// A small protocol to try drivers on: all parties toss one coin of 32 bytes, committing before they open, and
/// whisper a number to each other in the last round.
public final class CoinToss implements Protocol<CoinToss.Waiting, CoinToss.Say, CoinToss.Tossed> {
    /// The joint coin, and the numbers whispered to this party.
    public record Tossed(Digest32 coin, Map<PartyId, Integer> whispers) {}

    /// What the parties say.
    public sealed interface Say extends tallystick.mpc.session.Message {
        /// Which run.
        SessionId session();

        /// Round 1.
        record Commit(SessionId session, Digest32 commitment) implements Say {}

        /// Round 2.
        record Open(SessionId session, Bytes coin) implements Say {}

        /// Round 3, direct.
        record Whisper(SessionId session, int number) implements Say {}

        @Override
        default int round() {
            return switch (this) {
                case Commit _ -> 1;
                case Open _ -> 2;
                case Whisper _ -> 3;
            };
        }

        @Override
        default Bytes encode() {
            var writer = new MessageHeader(ProtocolCode.TRIAL, round(), session()).begin();
            return switch (this) {
                case Commit commit -> writer.raw(commit.commitment().bytes()).toBytes();
                case Open open -> writer.raw(open.coin()).toBytes();
                case Whisper whisper -> writer.u16(whisper.number()).toBytes();
            };
        }
    }

    /// What a party waits for.
    public sealed interface Waiting extends State {
        /// How many states are open now, to find those a driver forgets.
        AtomicInteger open();

        @Override
        default void close() {
            open().decrementAndGet();
        }

        /// Everybody's commitment.
        record AwaitCommits(AtomicInteger open) implements Waiting {}

        /// Everybody's opening.
        record AwaitOpenings(AtomicInteger open, Map<PartyId, Digest32> commitments) implements Waiting {}

        /// Everybody's whisper.
        record AwaitWhispers(AtomicInteger open, Digest32 coin) implements Waiting {}
    }

    /// What a toss is like.
    public enum Trait {
        /// Rounds 1 and 2 are to be echoed.
        ECHOED,
        /// There is no third round.
        WITHOUT_WHISPERS,
        /// It commits and is done at once: a broadcast nobody could echo.
        LAST_WORD
    }

    private final Session session;
    private final Bytes coin;
    private final Set<Trait> traits;
    private final AtomicInteger open = new AtomicInteger();

    /// @param coin this party's 32 bytes
    public CoinToss(Session session, Bytes coin, Trait... traits) {
        this.session = session;
        this.coin = coin;
        this.traits = Set.of(traits);
    }

    /// The commitment of `committer` to `coin` in `session`.
    public static Digest32 commit(SessionId session, PartyId committer, Bytes coin) {
        return Transcript.of("tallystick/coin-toss/v1/commitment")
                .add("session", session.value())
                .add("committer", committer.value())
                .add("coin", coin)
                .digest();
    }

    /// States that were made and neither advanced nor closed.
    public int openStates() {
        return open.get();
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean echoes(int round) {
        return traits.contains(Trait.ECHOED) && round <= 2;
    }

    // > Step 1. Each party commits to its coin.
    @Override
    public Step<Waiting, Say, Tossed> start() {
        var commit = new Broadcast<Say>(new Say.Commit(session.id(), commit(session.id(), session.self(), coin)));
        if (traits.contains(Trait.LAST_WORD))
            return new Done<>(new Tossed(session.id().value(), Map.of()), List.of(commit));
        open.incrementAndGet();
        return new Await<>(new Waiting.AwaitCommits(open), List.of(commit), Expect.broadcasts(1, session.others()));
    }

    @Override
    public Step<Waiting, Say, Tossed> advance(Waiting state, Inbox<Say> inbox) {
        return switch (state) {
            case Waiting.AwaitCommits _ -> open(inbox);
            case Waiting.AwaitOpenings openings -> whisper(openings.commitments(), inbox);
            case Waiting.AwaitWhispers whispers -> finish(whispers.coin(), inbox);
        };
    }

    // > Step 2. Having all commitments, each party opens its own.
    private Step<Waiting, Say, Tossed> open(Inbox<Say> inbox) {
        var commitments = new LinkedHashMap<PartyId, Digest32>();
        inbox.broadcasts().forEach((peer, say) -> {
            if (say instanceof Say.Commit commit) commitments.put(peer, commit.commitment());
        });
        return new Await<>(
                new Waiting.AwaitOpenings(open, commitments),
                List.of(new Broadcast<>(new Say.Open(session.id(), coin))),
                Expect.broadcasts(2, session.others()));
    }

    // > Step 3. A coin that does not match its commitment names a cheater; else hash all coins.
    private Step<Waiting, Say, Tossed> whisper(Map<PartyId, Digest32> commitments, Inbox<Say> inbox) {
        var coins = new TreeMap<PartyId, Bytes>();
        coins.put(session.self(), coin);
        inbox.broadcasts().forEach((peer, say) -> {
            if (say instanceof Say.Open theirs) coins.put(peer, theirs.coin());
        });
        var cheaters = commitments.keySet().stream()
                .filter(peer -> !commit(session.id(), peer, coins.get(peer)).equals(commitments.get(peer)))
                .toList();
        if (!cheaters.isEmpty()) {
            open.decrementAndGet();
            return new Aborted<>(Blame.of(cheaters, Fault.BAD_OPENING, "coin of its commitment"));
        }
        var joint = Transcript.of("tallystick/coin-toss/v1/coin")
                .add("session", session.id().value())
                .add("coins", List.copyOf(coins.values()))
                .digest();
        if (traits.contains(Trait.WITHOUT_WHISPERS)) {
            open.decrementAndGet();
            return new Done<>(new Tossed(joint, Map.of()), List.of());
        }
        var whispers = new ArrayList<Outgoing<Say>>();
        for (var to : session.others())
            whispers.add(new Direct<>(
                    to, new Say.Whisper(session.id(), 100 * session.self().value() + to.value())));
        return new Await<>(new Waiting.AwaitWhispers(open, joint), whispers, Expect.directs(3, session.others()));
    }

    private Step<Waiting, Say, Tossed> finish(Digest32 joint, Inbox<Say> inbox) {
        open.decrementAndGet();
        var whispers = new TreeMap<PartyId, Integer>();
        inbox.directs().forEach((peer, say) -> {
            if (say instanceof Say.Whisper whisper) whispers.put(peer, whisper.number());
        });
        return new Done<>(new Tossed(joint, whispers), List.of());
    }

    @Override
    public Parsed<Say> parse(Bytes encoded) {
        return Reader.parse(encoded, this::read);
    }

    private Say read(Reader reader) throws MalformedInput {
        var header = MessageHeader.read(reader, ProtocolCode.TRIAL, session.id());
        return switch (header.messageCode()) {
            case 1 -> new Say.Commit(session.id(), Digest32.read(reader, "commitment"));
            case 2 -> new Say.Open(session.id(), reader.raw(32, "coin"));
            case 3 -> new Say.Whisper(session.id(), reader.u16("whisper"));
            default -> throw header.unknownMessageCode();
        };
    }
}

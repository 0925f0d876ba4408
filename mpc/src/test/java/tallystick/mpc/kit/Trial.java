package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Parties, sessions and coin tosses for tests, named by small numbers.
public final class Trial {
    private Trial() {}

    /// Parties 1..count.
    public static List<PartyId> parties(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(PartyId::new).toList();
    }

    /// The session id of a name.
    public static SessionId session(String name) {
        return new SessionId(
                Transcript.of("tallystick/trial/v1/session").add("name", name).digest());
    }

    /// Party `self` of `count` in the session called `name`.
    public static Session session(String name, int self, int count) {
        return new Session(session(name), new PartyId(self), parties(count));
    }

    /// Some digest.
    public static Digest32 digest(String name) {
        return session(name).value();
    }

    /// Coin tosses of `count` parties in the session called `name`, one a party.
    public static List<CoinToss> coinTosses(String name, int count, CoinToss.Trait... traits) {
        var chance = new Random(name.hashCode());
        var tosses = new ArrayList<CoinToss>();
        for (var self = 1; self <= count; self++) {
            var coin = new byte[32];
            chance.nextBytes(coin);
            tosses.add(new CoinToss(session(name, self, count), Bytes.copyOf(coin), traits));
        }
        return List.copyOf(tosses);
    }

    /// A run of each toss with its broadcasts echoed.
    public static List<Run<CoinToss.Tossed>> echoed(List<CoinToss> tosses, Roll roll) {
        return tosses.stream()
                .map(toss -> Run.of(Echoed.of(toss, roll.identity(toss.session().self()), roll)))
                .toList();
    }
}

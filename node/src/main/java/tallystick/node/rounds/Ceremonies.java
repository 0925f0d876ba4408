package tallystick.node.rounds;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tallystick.core.governance.Member;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.State;
import tallystick.node.keystore.ShareStore;

/// Takes this node through the generation of a key, from an operator's order to an active share on disk.
///
/// **Threads** any; one call is one ceremony.
public final class Ceremonies {
    private static final Duration ROUNDS_LIMIT = Duration.ofSeconds(60);
    private static final Duration CERTIFICATE_LIMIT = Duration.ofSeconds(30);
    private static final Duration ORDER_LIFE_MAX = Duration.ofHours(1);
    private static final int STAGES = 4;

    private final Self self;
    private final Driver driver;
    private final ShareStore store;
    private final Keys keys;
    private final InstantSource clock;

    /// @param keys gets the new key when it is active
    public Ceremonies(Self self, Driver driver, ShareStore store, Keys keys, InstantSource clock) {
        this.self = self;
        this.driver = driver;
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    private record Ordered(CeremonyPlan plan, NodeRoster roster, PartyId party) {}

    /// The order cannot be followed, or somebody stopped the run; the text says who and why.
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;

        Stopped(String why) {
            super(why);
        }

        String why() {
            return Optional.ofNullable(getMessage()).orElse("unknown");
        }
    }

    /// Runs one ceremony; the last news is either the key or why there is none.
    public void run(CeremonyOrder order, Consumer<CeremonyNews> news) {
        try {
            var ordered = judge(order);
            news.accept(new CeremonyNews.Stage(1, STAGES, "agreeing on the plan"));
            var fresh = drive(
                    Agreement.of(
                            order.id(),
                            ordered.party(),
                            ordered.plan().parties(),
                            ordered.plan().setup(),
                            self.fresh(CeremonyPlan.FRESH_LENGTH_BYTES)),
                    ordered.roster());
            news.accept(new CeremonyNews.Stage(2, STAGES, "dealing and checking shares"));
            var plan = ordered.plan().agreed(fresh);
            var party = new CeremonyParty(
                    ordered.party(),
                    self.signer(),
                    ordered.roster(),
                    Optional.empty(),
                    self.entropy(),
                    self.home());
            try (var pending = drive(new Ceremony(plan, party), ordered.roster())) {
                certify(pending, ordered, news);
            }
        } catch (Stopped stopped) {
            news.accept(new CeremonyNews.Failed(stopped.why()));
        } catch (IOException e) {
            news.accept(new CeremonyNews.Failed("this node's disk failed: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            news.accept(new CeremonyNews.Failed("this node is shutting down"));
        }
    }
}

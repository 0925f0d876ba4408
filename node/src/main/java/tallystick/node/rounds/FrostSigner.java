package tallystick.node.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ChainSignature;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Signs with a FROST key: two messages each way, nonces drawn when they are needed.
final class FrostSigner implements KeySigner {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Self self;
    private final Driver driver;
    private final KeyShare share;
    private final NodeRoster roster;
    private final Quarantine quarantine;

    /// @param share owned by this signer
    FrostSigner(Self self, Driver driver, KeyShare share, NodeRoster roster, Quarantine quarantine) {
        this.self = self;
        this.driver = driver;
        this.share = share;
        this.roster = roster;
        this.quarantine = quarantine;
    }

    @Override
    public void retire() {}

    @Override
    public SigningEnd sign(SigningTask task) throws InterruptedException {
        var requests = new ArrayList<SigningRequest>();
        for (var input : task.inputs()) {
            var child = KeyTweak.of(share.key(), task.path(input));
            if (child.isEmpty())
                return new SigningEnd.Refused(Refusal.NO_CHILD, "the derivation path has no child: use the next index");
            requests.add(new SigningRequest(input.message(), child.get(), taproot(input.taprootRoot())));
        }
        var terms = FrostTerms.of(share.key(), task.set(), roster, requests, task.policy());
        return switch (FrostAdmission.of(share, terms, roster, quarantine)) {
            case FrostAdmission.Refused(var why, var detail) -> new SigningEnd.Refused(why, detail);
            case FrostAdmission.Admitted admitted -> run(task, admitted);
        };
    }

    private SigningEnd run(SigningTask task, FrostAdmission.Admitted admitted) throws InterruptedException {
        var id = Transcript.of("tallystick/node/v1/frost-run")
                .add("request", task.request())
                .add("setup", admitted.setup().setup())
                .digest();
        var session = new Session(new SessionId(id), share.self(), task.set().parties());
        var names = roster.names();
        names.keySet().retainAll(task.set().parties());
        var run = Run.of(FrostSigning.drawing(session, admitted, self.entropy(), self.home()));
        try {
            return switch (driver.drive(id, run, names, LIMIT, task.consent())) {
                case Run.Outcome.Finished<List<SchnorrSignature>>(var signatures) ->
                    new SigningEnd.Signed(
                            signatures.stream().map(FrostSigner::plain).toList());
                case Run.Outcome.Stopped<List<SchnorrSignature>>(var blame) -> new SigningEnd.Stopped(blame);
            };
        } catch (Withdrawn e) {
            return new SigningEnd.Withdrawn();
        }
    }

    @Override
    public void close() {
        share.close();
    }

    private static ChainSignature plain(SchnorrSignature signature) {
        return new ChainSignature.Plain(signature.encoded());
    }

    private static TaprootTweak taproot(Optional<Bytes> root) {
        return root.<TaprootTweak>map(bytes -> bytes.length() == 0
                        ? new TaprootTweak.KeyOnly()
                        : new TaprootTweak.Scripts(new Digest32(bytes)))
                .orElseGet(TaprootTweak.None::new);
    }
}

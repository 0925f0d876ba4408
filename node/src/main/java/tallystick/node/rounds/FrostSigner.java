package tallystick.node.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ChainSignature;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
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

    /// @param share owned by this signer
    FrostSigner(Self self, Driver driver, KeyShare share, NodeRoster roster) {
        this.self = self;
        this.driver = driver;
        this.share = share;
        this.roster = roster;
    }

    @Override
    public void retire() {}

    @Override
    public SignReply sign(SigningTask task) throws InterruptedException {
        var requests = new ArrayList<SigningRequest>();
        for (var input : task.inputs()) {
            var child = KeyTweak.of(share.key(), task.path(input));
            if (child.isEmpty()) return new SignReply.Refused("the derivation path has no child: use the next index");
            requests.add(new SigningRequest(input.message(), child.get(), taproot(input.taprootRoot())));
        }
        var setup = FrostSetup.drawing(share.key(), task.set(), requests, SigningTask.NO_POLICY);
        var id = Transcript.of("tallystick/node/v1/frost-run")
                .add("request", task.request())
                .add("setup", setup.setup())
                .digest();
        var session = new Session(new SessionId(id), share.self(), task.set().parties());
        var names = roster.names();
        names.keySet().retainAll(task.set().parties());
        var run = Run.of(FrostSigning.drawing(session, setup, share, self.entropy(), self.home()));
        return switch (driver.drive(id, run, names, LIMIT)) {
            case Run.Outcome.Finished<List<SchnorrSignature>>(var signatures) ->
                new SignReply.Signed(signatures.stream().map(FrostSigner::plain).toList());
            case Run.Outcome.Stopped<List<SchnorrSignature>>(var blame) -> Blames.aborted(blame, roster.names());
        };
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

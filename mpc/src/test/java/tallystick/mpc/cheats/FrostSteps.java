package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.frost.FrostState;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Step;

/// Takes FROST steps apart, where a test plays the driver itself.
final class FrostSteps {
    private FrostSteps() {}

    static Step.Await<FrostState, FrostMessage, List<SchnorrSignature>> awaiting(
            Step<FrostState, FrostMessage, List<SchnorrSignature>> step) {
        return switch (step) {
            case Step.Await<FrostState, FrostMessage, List<SchnorrSignature>> await -> await;
            case Step.Done<FrostState, FrostMessage, List<SchnorrSignature>> _ -> throw new AssertionError("done");
            case Step.Aborted<FrostState, FrostMessage, List<SchnorrSignature>>(var blame) ->
                throw new AssertionError("aborted: " + blame);
        };
    }

    static FrostMessage broadcast(Step.Await<FrostState, FrostMessage, List<SchnorrSignature>> await) {
        assertThat(await.send()).hasSize(1);
        return switch (await.send().getFirst()) {
            case Outgoing.Broadcast<FrostMessage>(var message) -> message;
            case Outgoing.Direct<FrostMessage> _ -> throw new AssertionError("not a broadcast");
        };
    }

    static Inbox<FrostMessage> inbox(PartyId from, FrostMessage message) {
        return new Inbox<>(new TreeMap<>(Map.of(from, message)), new TreeMap<>());
    }

    static void assertAborted(
            Step<FrostState, FrostMessage, List<SchnorrSignature>> step, Fault fault, PartyId... culprits) {
        assertThat(step).isInstanceOf(Step.Aborted.class);
        var blame = ((Step.Aborted<FrostState, FrostMessage, List<SchnorrSignature>>) step).blame();
        assertThat(blame.fault()).isEqualTo(fault);
        assertThat(blame.culprits()).containsExactly(culprits);
    }
}

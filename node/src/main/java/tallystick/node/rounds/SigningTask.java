package tallystick.node.rounds;

import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.SigningInput;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.SigningSet;
import tallystick.node.gate.Authorized;
import tallystick.node.gate.Verdict;

/// What one signing run has to do: only what the gate has authorised.
///
/// @param authorized the intent this node judged and reserved
/// @param consent whether it may still be signed
/// @param set who signs
/// @param request names this time of asking, the same at all signers
record SigningTask(Authorized authorized, Consent consent, SigningSet set, Digest32 request) {
    /// Stands in a run's terms where no policy is in force, as it did before there were any.
    private static final Digest32 NO_POLICY =
            Transcript.of("tallystick/node/v1/no-policy").digest();

    /// Hash of the policy that allowed it: signers who went by different ones do not sign together.
    Digest32 policy() {
        return authorized.policy().equals(Verdict.NO_POLICY) ? NO_POLICY : authorized.policy();
    }

    /// What is to be signed, in order.
    List<SigningInput> inputs() {
        return authorized.inputs();
    }

    /// The child of the key that signs an input: the intent's path, and below it the input's own.
    DerivationPath path(SigningInput input) {
        var steps = new ArrayList<>(authorized.intent().path());
        input.path().ifPresent(below -> steps.addAll(below.indices()));
        return new DerivationPath(steps);
    }
}

package tallystick.core.court;

import java.time.Instant;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.intent.Evidence;
import tallystick.core.policy.matter.Source;

/// A request as it stands before a node.
///
/// @param evidence what somebody brought, not yet verified
/// @param transaction the intent's bytes as this node decoded them
/// @param signer the account whose key is to sign
/// @param knowledge what makes the bytes readable, own accounts above all
/// @param source the wallet of that key
/// @param isReplacement whether it takes the place of something signed before
/// @param seenAt when this node first saw it, by its own clock
public record Case(
        Evidence evidence,
        UnsignedTransaction transaction,
        Account signer,
        Knowledge knowledge,
        Source source,
        boolean isReplacement,
        Instant seenAt) {}

package tallystick.core.chain.ethereum.envelope;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.crypto.codec.Bytes;

/// What a person should know about a transaction besides its calldata.
final class EnvelopeWarnings {
    private static final Address NOBODY = new Address(Bytes.copyOf(new byte[20]));

    private EnvelopeWarnings() {}

    static List<Warning> of(Envelope envelope, Account signer, Knowledge knowledge) {
        var found = new ArrayList<Warning>();
        for (var each : envelope.authorizations())
            found.addAll(each.authorization().warnings(each.authority().on(envelope.chain()), knowledge));
        fees(envelope, knowledge, found);
        var frame = EnvelopeEffects.frame(envelope, signer);
        if (frame.isPresent()) {
            receiver(envelope, signer, found);
            found.addAll(Calls.warnings(frame.get(), knowledge));
        } else creation(envelope, found);
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Warning::severity))
                .toList();
    }

    private static void fees(Envelope envelope, Knowledge knowledge, List<Warning> found) {
        var cap = knowledge.chapter(FeeCaps.class).orElse(FeeCaps.none()).on(envelope.chain());
        if (envelope.feeMax().compareTo(cap.weiMax()) > 0)
            found.add(danger("FEE_ABOVE_CAP", "The fee can be more than is set as the most for a transaction."));
        if (envelope.feePerGasMax().compareTo(cap.weiPerGasMax()) > 0)
            found.add(attention("GAS_PRICE_ABOVE_CAP", "The price of gas can be more than is set as the most."));
        if (knowledge.chapter(DataFees.class).orElse(DataFees.known()).on(envelope.chain()))
            found.add(attention(
                    "DATA_FEE_UNBOUNDED",
                    "The chain takes a fee for data besides the one shown, which nothing in the transaction bounds."));
    }

    private static void receiver(Envelope envelope, Account signer, List<Warning> found) {
        var to = envelope.to().orElseThrow();
        if (to.equals(NOBODY)) {
            if (envelope.value().signum() > 0)
                found.add(danger("VALUE_TO_ZERO_ADDRESS", "Value goes to the zero address, where nobody can use it."));
            else found.add(attention("CALL_TO_ZERO_ADDRESS", "The zero address is called, where nothing is."));
        }
        if (to.on(envelope.chain()).equals(signer))
            found.add(attention("TO_SELF", "The account sends to itself, as when a transaction is cancelled."));
    }

    private static void creation(Envelope envelope, List<Warning> found) {
        if (envelope.data().length() == 0)
            found.add(danger("CREATION_WITHOUT_CODE", "A contract without code is created: what it holds is lost."));
        else found.add(attention("CREATION", "New code is put on the chain."));
    }

    private static Warning danger(String code, String text) {
        return new Warning(Warning.Severity.DANGER, code, text);
    }

    private static Warning attention(String code, String text) {
        return new Warning(Warning.Severity.ATTENTION, code, text);
    }
}

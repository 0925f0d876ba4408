package tallystick.core.court;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Verification;
import tallystick.core.facts.Facts;
import tallystick.crypto.hash.Digest32;

/// What became of answers and facts, in words that are the same on every machine.
final class Words {
    private Words() {}

    /// In the order the approvals came.
    static List<String> of(List<Approval> approvals, Hearing.Heard heard, Digest32 policySeen) {
        var words = new ArrayList<String>();
        for (var approval : approvals)
            words.add("key %s %s%s"
                    .formatted(approval.keyId(), of(approval, heard), before(approval, heard, policySeen)));
        return words;
    }

    /// A yes that counts though it was asked for by an older policy.
    private static String before(Approval approval, Hearing.Heard heard, Digest32 policySeen) {
        var seen = approval.statement().policySeen();
        var isCounted = approval.statement().answer() == Answer.APPROVE
                && heard.votes().stream().anyMatch(vote -> vote.approval().equals(approval));
        return isCounted && !seen.equals(policySeen) ? ", asked by the policy %s before".formatted(seen) : "";
    }

    private static String of(Approval approval, Hearing.Heard heard) {
        for (var vote : heard.votes())
            if (vote.approval().equals(approval))
                return "%s by %s with %s at %s".formatted(vote.answer(), vote.person(), vote.strength(), vote.at());
        for (var no : heard.refused()) if (no.approval().equals(approval)) return "refused " + no.why();
        return "not heard";
    }

    static List<String> of(Facts facts) {
        return facts.refused().stream()
                .map(each -> "%s of %s refused %s"
                        .formatted(
                                each.fact().fact().claim().kind(), each.fact().signer(), each.why()))
                .toList();
    }

    static String forgeries(Hearing.Heard heard) {
        return heard.refused().stream()
                .map(Verification.Refused::why)
                .filter(why -> why.isForgery())
                .map(Enum::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}

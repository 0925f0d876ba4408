package tallystick.core.court;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Verification;
import tallystick.core.facts.Facts;

/// What became of answers and facts, in words that are the same on every machine.
final class Words {
    private Words() {}

    /// In the order the approvals came.
    static List<String> of(List<Approval> approvals, Hearing.Heard heard) {
        var words = new ArrayList<String>();
        for (var approval : approvals) words.add("key %s %s".formatted(approval.keyId(), of(approval, heard)));
        return words;
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

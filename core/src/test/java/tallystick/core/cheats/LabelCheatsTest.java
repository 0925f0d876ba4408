package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.core.kit.Trials.NOW;
import static tallystick.core.kit.Trials.agreed;
import static tallystick.core.kit.Trials.standing;
import static tallystick.core.kit.Trials.words;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.book.BookEntry;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.court.Case;
import tallystick.core.court.Court;
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Trials;
import tallystick.core.people.PersonId;

@DisplayName("Labels that read as a payee's, under a policy that admits payees, docs/spec/policy.md PO-6")
class LabelCheatsTest {
    /// The payee's label; the same in Cyrillic alone; the payee's with one Cyrillic letter.
    private static final List<String> LABELS = List.of("Acme", "\u0410\u0441\u043c\u0435", "\u0410cme");

    private static List<String> paid(Account to, Standing standing, Knowledge knowledge) {
        var transaction = Trials.transaction(to, "1");
        var evidence = agreed(
                Trials.evidence(Trials.intent(transaction, Trials.ASKING), Trials.ASKING)
                        .with(List.of(), List.of(Trials.price())),
                standing,
                "dee",
                "eli");
        var plain = Trials.asked(evidence, transaction);
        var asked = new Case(
                evidence,
                transaction,
                plain.signer(),
                knowledge,
                plain.source(),
                plain.isReplacement(),
                plain.seenAt());
        return words(Court.rule(asked, standing, NOW));
    }

    private static BookEntry entry(String label) {
        return new BookEntry(Judging.STRANGER, label, "acme.example", NOW, new PersonId("u:bo"), List.of(), true);
    }

    private static Standing with(BookEntry... entries) {
        var documents = standing().documents();
        return standing(new Documents(
                documents.people(),
                documents.policies(),
                Trials.book(entries),
                documents.roster(),
                documents.factKeys()));
    }

    @Test
    void accountThatANodeKnowsByAPayeesLabel_isNoPayee() {
        assertThat(paid(Judging.PAYEE, standing(), Knowledge.none())).containsExactly("ALLOWED");
        for (var label : LABELS)
            assertThat(paid(Judging.STRANGER, standing(), Knowledge.none().label(Judging.STRANGER, label)))
                    .as(label)
                    .containsExactly("NO_ALLOW");
    }

    @Test
    void blockedEntry_staysBlocked_underAPayeesLabel() {
        var both = with(entry(LABELS.getFirst()), Trials.payee(false));
        assertThat(paid(Judging.STRANGER, both, Knowledge.none())).containsExactly("NO_ALLOW");
        assertThat(paid(Judging.PAYEE, both, Knowledge.none())).containsExactly("ALLOWED");
    }

    @Test
    void labelOfOtherLettersThatLookLatin_standsInNoBook() {
        for (var label : LABELS.subList(1, LABELS.size()))
            assertThatThrownBy(() -> entry(label))
                    .as(label)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("safe to look at");
    }
}

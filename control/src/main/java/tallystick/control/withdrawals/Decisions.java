package tallystick.control.withdrawals;

import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.people.Answers;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Subject;
import tallystick.core.intent.Evidence;
import tallystick.core.people.Person;

/// What a person who is asked signs to answer a withdrawal.
@Component
class Decisions {
    private final Answers answers;
    private final Advice advice;

    Decisions(Answers answers, Advice advice) {
        this.answers = answers;
        this.advice = advice;
    }

    Answers.ToAnswer ask(Withdrawal withdrawal, Person person, Answer answer) {
        return answers.ask(subject(withdrawal), answer, person, advice.policySeen(withdrawal));
    }

    /// The answer that a passkey of who asks signed.
    Approval approval(Withdrawal withdrawal, Caller caller, Answers.NewAnswer body) {
        return answers.of(subject(withdrawal), caller, body);
    }

    /// The digests are those of the bytes that are shown, and not what somebody says of them.
    private static Subject subject(Withdrawal withdrawal) {
        var evidence = withdrawal
                .evidence()
                .map(each -> Evidence.parse(each).orThrow())
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "no initiator has signed it yet"));
        return new Subject(evidence.intent().id().value(), withdrawal.digests());
    }
}

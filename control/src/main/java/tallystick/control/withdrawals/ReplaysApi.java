package tallystick.control.withdrawals;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.rehearse.Replay;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// What a draft of the policy would have made of what was asked for before, or makes of one request, over the API.
///
/// **Why** whoever signs a draft sees what it would have stopped, and what it would have let through. It opens a screen
/// and nothing else: control knows neither the facts of then nor what nodes had counted before.
@RestController
final class ReplaysApi {
    private static final int POLICY_BYTES_MAX = 1 << 20;
    private static final int DAYS_USUAL = 90;
    private static final int DAYS_MAX = 366;
    private static final int PAGE = 200;

    /// Each is judged twice: what is older is left out, and that is said.
    private static final int MATTERS_MAX = 1_000;

    private final Withdrawals withdrawals;
    private final Advice advice;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(1);

    ReplaysApi(Withdrawals withdrawals, Advice advice, InstantSource clock) {
        this.withdrawals = withdrawals;
        this.advice = advice;
        this.clock = clock;
    }

    /// @param text the draft as JSON
    /// @param days how far back, 1..366; 90 if absent
    record NewReplay(@Nullable String text, @Nullable Integer days) {}

    /// @param turn what becomes of it: newly denied, no longer denied, newly allowed, newly pending, other obligations
    /// @param before denied, pending or allowed by the policies in force
    /// @param after by the draft
    /// @param why the first reason of a denial; empty of what is not denied
    record TurnBody(UUID withdrawalId, String turn, String before, String after, String why) {}

    /// @param matters how many were judged
    /// @param cut whether there were more than are judged at once: the oldest are left out
    record ReplayBody(int days, int matters, boolean cut, String summary, List<TurnBody> changes) {}

    @PostMapping("/v1/policies/replay")
    @Requires(
            value = Scope.POLICIES_READ,
            says = "Judges what was asked for lately by a draft of the policy, and tells what would be decided"
                    + " otherwise.")
    ReplayBody replayPolicy(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewReplay body) {
        var days = body.days() == null ? DAYS_USUAL : body.days();
        if (days < 1 || days > DAYS_MAX) throw Problem.field("days", "1..%d days".formatted(DAYS_MAX));
        var draft = draft(body.text());
        return alone(() -> replayed(caller, draft, days));
    }

    /// @param text the draft as JSON
    /// @param withdrawalId what is asked for: a draft, or something that was asked for
    record NewWhatIf(@Nullable String text, @Nullable String withdrawalId) {}

    /// @param before by the policies in force
    /// @param after by the draft
    record WhatIfBody(VerdictsApi.Explained before, VerdictsApi.Explained after) {}

    @PostMapping("/v1/policies/what-if")
    @Requires(
            value = Scope.WITHDRAWALS_READ,
            says = "Judges one withdrawal, as if it were asked for now, by a draft of the policy and by what is in"
                    + " force.")
    WhatIfBody whatIf(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewWhatIf body) {
        var draft = draft(body.text());
        var withdrawal = withdrawals.of(caller.workspace(), Given.id("withdrawalId", body.withdrawalId()));
        return alone(() -> advice.whatIf(draft, withdrawal, caller.person()))
                .map(each ->
                        new WhatIfBody(VerdictsApi.Explained.of(each.before()), VerdictsApi.Explained.of(each.after())))
                .orElseThrow(
                        () -> Problem.of(Code.CONFLICT, "nobody proposed it, and who asks may not, or has no passkey"));
    }

    /// It is minutes of work at worst, and the least of keys may ask for it.
    private <T> T alone(Supplier<T> work) {
        if (!free.tryAcquire()) throw Problem.of(Code.BUSY, "another draft is judged already");
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    private ReplayBody replayed(Caller caller, Policy draft, int days) {
        var history = history(caller, Duration.ofDays(days));
        var isCut = history.size() > MATTERS_MAX;
        var judged = isCut ? history.subList(history.size() - MATTERS_MAX, history.size()) : history;
        var ids = judged.stream()
                .collect(Collectors.toMap(each -> each.intentId().orElseThrow(), Withdrawal::id, (_, later) -> later));
        var replay = advice.replay(draft, judged);
        return new ReplayBody(
                days,
                replay.matters(),
                isCut,
                replay.summary(),
                replay.changes().stream()
                        .map(each -> turn(
                                Optional.ofNullable(
                                                ids.get(each.intent().value().bytes()))
                                        .orElseThrow(),
                                each))
                        .toList());
    }

    private static Policy draft(@Nullable String text) {
        var bytes = Bytes.ofUtf8(Given.there("text", text));
        if (bytes.length() > POLICY_BYTES_MAX) throw Problem.field("text", "a policy of at most 1 MiB");
        return switch (PolicyFile.parse(bytes)) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy>(var offset, var expected) ->
                throw Problem.field("text", "at byte %d: %s".formatted(offset, expected));
        };
    }

    /// What initiators signed since then, the oldest first.
    private List<Withdrawal> history(Caller caller, Duration back) {
        var since = clock.instant().minus(back);
        var found = new ArrayList<Withdrawal>();
        var before = Optional.<UUID>empty();
        while (found.size() <= MATTERS_MAX) {
            var page = withdrawals.list(caller, Sought.ANY, before, PAGE);
            page.stream()
                    .filter(each ->
                            each.evidence().isPresent() && !each.createdAt().isBefore(since))
                    .forEach(found::add);
            if (page.size() < PAGE || page.getLast().createdAt().isBefore(since)) break;
            before = Optional.of(page.getLast().id());
        }
        Collections.reverse(found);
        return List.copyOf(found);
    }

    private static TurnBody turn(UUID withdrawal, Replay.Change change) {
        return new TurnBody(
                withdrawal,
                word(change.turn()),
                word(change.before()),
                word(Replay.Was.of(change.after())),
                change.after() instanceof Decision.Denied(var reasons)
                        ? reasons.getFirst().text()
                        : "");
    }

    private static String word(Enum<?> of) {
        return of.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

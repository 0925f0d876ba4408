package tallystick.core.policy.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.Attainable;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.governance.Survey;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.TimeWindow;
import tallystick.core.policy.matter.Initiator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Finds who could propose each remedy and have it come about by one policy: some who may propose, enough who may
/// approve, after a wait that ends, at some hour of every week.
///
/// **Why** by trying, with a bound: what takes more is neither found possible nor impossible. Rules that no change can
/// meet are left out of the trials, and what is found is asked of all rules once more: one person alone may bring ten
/// thousand that are about payments, and nothing becomes harder to find by them.
///
/// **Threads** immutable.
public final class Outlooks {
    private static final Set<Activity> ASKED =
            Arrays.stream(Remedy.values()).map(Remedy::activity).collect(Collectors.toUnmodifiableSet());

    /// So many rules and parts of their conditions are asked, and people looked at for places, for each remedy.
    private static final long WORK_MAX = 1_000_000;

    /// A trial of no rule costs as much as so many rules.
    private static final int TRIAL = 64;

    /// To look at a person for a place takes as long as so many rules.
    private static final int PERSON = 2;

    private static final int HOURS_OF_WEEK = 7 * 24;

    /// From Monday, midnight in UTC, to the first moment that is counted.
    private static final long AFTER_MONDAY = 3 * 24L;

    private static final Digest32 SOME = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    private final Policy policy;
    private final Governing all;
    private final Governing narrow;
    private final long allCost;
    private final long narrowCost;
    private final List<TimeWindow> windows;

    private Outlooks(Policy policy) {
        var asked = Governing.rules(policy);
        // Who denies all for want of room denies here as well.
        var worst = Governing.hasRoom(asked) ? atWorst(asked) : asked;
        var met = Governing.hasRoom(worst) ? Say.met(policy, worst) : worst;
        this.policy = policy;
        this.all = Governing.by(policy, worst);
        this.narrow = met.size() == worst.size() ? all : all.only(met);
        this.allCost = TRIAL + worst.size() + all.parts();
        this.narrowCost = TRIAL + met.size() + narrow.parts();
        this.windows = windows(met);
    }

    /// By one policy, made ready once for many questions.
    public static Outlooks by(Policy policy) {
        return new Outlooks(policy);
    }

    /// Every day may be a holiday or none: who denies on one is taken to deny.
    private static List<Rule> atWorst(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> Governing.isAbout(rule, ASKED))
                .map(Outlooks::atWorst)
                .toList();
    }

    private static Rule atWorst(Rule rule) {
        return new Rule(
                rule.id(),
                rule.effect(),
                rule.activities(),
                rule.criteria().stream()
                        .filter(criterion -> !isOfHolidays(criterion))
                        .toList(),
                rule.when(),
                rule.demands(),
                rule.limit());
    }

    private static boolean isOfHolidays(Criterion criterion) {
        return criterion instanceof Criterion.AtTime(var window, var _)
                && window.calendar().isPresent();
    }

    private static List<TimeWindow> windows(List<Rule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.criteria().stream())
                .flatMap(each -> each instanceof Criterion.AtTime time ? Stream.of(time.window()) : Stream.empty())
                .distinct()
                .toList();
    }

    /// Hours of a week, of those that all rules take for the same the first.
    ///
    /// **Why** from Monday on, and not from the moment on: how much is tried until something is found is then the
    /// same whenever it is looked for, and nobody waits for the hour at which it is too much.
    private List<Instant> moments(Instant from) {
        if (windows.isEmpty()) return List.of(from);
        var passed = Math.floorMod(Math.floorDiv(from.getEpochSecond(), 3600L) + AFTER_MONDAY, (long) HOURS_OF_WEEK);
        var seen = new HashSet<BitSet>();
        var moments = new ArrayList<Instant>();
        for (var hour = 0; hour < HOURS_OF_WEEK; hour++) {
            var moment = from.plus(Duration.ofHours(Math.floorMod(hour - passed, (long) HOURS_OF_WEEK)));
            var within = new BitSet();
            for (var i = 0; i < windows.size(); i++)
                within.set(i, windows.get(i).holds(moment, Set.of()));
            if (seen.add(within)) moments.add(moment);
        }
        return moments;
    }

    /// Of each remedy who could propose it and have it come about.
    ///
    /// @param from when the policy would be in force
    /// @param enough what is looked for, and no more: of all remedies if a program is enough, else of
    ///     [Remedy#NEEDED]
    /// @spec docs/spec/governance.md#GO-26 governance
    /// @spec docs/spec/governance.md#GO-33 governance
    public static Map<Remedy, Outlook> of(Policy policy, Directory people, Instant from, Proposing enough) {
        return by(policy).survey(people, from, enough).outlooks();
    }

    /// The same of the policy it was made of, with what it took.
    ///
    /// @spec docs/spec/governance.md#GO-34 governance
    public Survey survey(Directory people, Instant from, Proposing enough) {
        var found = new EnumMap<Remedy, Outlook>(Remedy.class);
        var remedies = enough == Proposing.PROGRAM ? EnumSet.allOf(Remedy.class) : Remedy.NEEDED;
        var work = (long) TRIAL + people.people().size() + (long) HOURS_OF_WEEK * windows.size();
        var isAhead = policy.effectiveFrom().isAfter(from);
        var moments = isAhead ? List.<Instant>of() : moments(from);
        for (var remedy : remedies) {
            var search = new Search(remedy, enough, people, moments);
            found.put(remedy, isAhead || search.isShort() ? Outlook.NONE : search.outlook());
            work += search.work;
        }
        return new Survey(found, work);
    }

    /// Looks for those who could bring one remedy about.
    private final class Search {
        private final Remedy remedy;
        private final Proposing enough;
        private final Directory people;
        private final List<Instant> moments;
        private final Set<HumanId> humans = new HashSet<>();
        private Set<HumanId> by = Set.of();
        private Proposing found = Proposing.NOBODY;
        private long work;
        private boolean isCut;
        private boolean isUnsure;

        Search(Remedy remedy, Proposing enough, Directory people, List<Instant> moments) {
            this.remedy = remedy;
            this.enough = enough;
            this.people = people;
            this.moments = moments;
        }

        /// Whether there are not as many as it takes in any case: then nothing has to be tried.
        boolean isShort() {
            var approvers = people.people().stream()
                    .filter(person -> person.may(Right.APPROVE) && !person.id().isService())
                    .map(Person::human)
                    .distinct()
                    .count();
            return approvers < remedy.least(people).people();
        }

        /// Humans first: where one is found, programs are of no use.
        Outlook outlook() {
            search(who(false), enough);
            if (found == Proposing.NOBODY) search(who(true), Proposing.PROGRAM);
            return new Outlook(found, isCut || isUnsure ? enough : found, by);
        }

        private List<Person> who(boolean isService) {
            return people.people().stream()
                    .filter(person -> person.may(Right.PROPOSE) && person.id().isService() == isService)
                    .toList();
        }

        private void search(List<Person> proposers, Proposing wanted) {
            for (var moment : moments)
                for (var person : proposers)
                    for (var held : person.keys()) {
                        if (held.isRevoked() || humans.contains(person.human())) continue;
                        if (isCut || found.reaches(wanted)) return;
                        attempt(person, Initiator.of(new Directory.Holding(person, held)), moment);
                    }
        }

        private void attempt(Person person, Initiator initiator, Instant moment) {
            if (!isSpent(narrowCost)) return;
            var terms = terms(narrow, initiator, moment);
            if (terms.isEmpty()
                    || !isSpent((1L + Attainable.people(terms.get()))
                            * people.people().size()
                            * PERSON)) return;
            var approvers = Attainable.by(terms.get(), people, person.id());
            if (approvers.isEmpty() || !isSpent(allCost)) return;
            // What more rules ask may be more than is looked into, and at another hour less.
            if (!terms(all, initiator, moment).equals(terms)) isUnsure = true;
            else found(person, approvers.get());
        }

        /// What is not asked for want of it costs nothing: it is not taken from what is asked after it.
        ///
        /// @return whether there was so much left
        private boolean isSpent(long cost) {
            isCut |= work + cost > WORK_MAX;
            if (!isCut) work += cost;
            return !isCut;
        }

        private void found(Person person, Set<PersonId> approvers) {
            humans.add(person.human());
            if (by.isEmpty())
                by = Stream.concat(Stream.of(person.id()), approvers.stream())
                        .map(each -> people.person(each).orElseThrow().human())
                        .collect(Collectors.toSet());
            found = person.id().isService()
                    ? Proposing.PROGRAM
                    : (humans.size() > 1 ? Proposing.TWO : Proposing.HUMAN).atMost(enough);
        }

        /// What is asked of somebody's change; empty if it is denied, waits for too long, or takes more people than
        /// there are.
        private Optional<List<ApprovalTerm>> terms(Governing by, Initiator initiator, Instant at) {
            var peopleMin = remedy.least(people).people();
            return by.asked(remedy.activity(), initiator, SOME, SOME, at, at)
                    .filter(obligations -> obligations.delay().min().compareTo(Governing.DELAY_MAX) <= 0)
                    .map(obligations -> Governing.terms(obligations.approvals(), peopleMin, people))
                    .filter(terms -> Attainable.people(terms) <= people.people().size());
        }
    }
}

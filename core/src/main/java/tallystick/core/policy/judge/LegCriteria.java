package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.matter.Leg;

/// Criteria that the request and its bytes answer by themselves.
final class LegCriteria {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,80}");

    private static final Finding.Unmet ANOTHER_ARGUMENT = new Finding.Unmet("another argument");

    private LegCriteria() {}

    static Finding initiator(Criterion.ByInitiator asked, Scene scene) {
        var initiator = scene.matter().asked().initiator();
        if (!asked.users().isEmpty() && !asked.users().contains(initiator.person()))
            return new Finding.Unmet("the initiator is none of those named");
        if (!asked.groups().isEmpty() && !scene.isInitiatorIn(asked.groups()))
            return new Finding.Unmet("the initiator is in none of the groups");
        if (scene.isInitiatorIn(asked.notGroups())) return new Finding.Unmet("the initiator is in a group left out");
        if (!asked.roles().isEmpty() && initiator.roles().stream().noneMatch(asked.roles()::contains))
            return new Finding.Unmet("the initiator has none of the roles");
        if (asked.isService()
                .filter(value -> value != isService(initiator.person()))
                .isPresent())
            return new Finding.Unmet("the initiator is a person where a program is asked for, or the reverse");
        if (!asked.apiKeys().isEmpty()
                && initiator
                        .apiKey()
                        .filter(key -> !asked.apiKeys().contains(key))
                        .isPresent()) return new Finding.Unmet("the key is none of those named");
        if (asked.strength().filter(least -> !initiator.strength().meets(least)).isPresent())
            return new Finding.Unmet("the initiator's authentication is too weak");
        var session = session(asked, scene);
        return session instanceof Finding.Met
                        && !asked.apiKeys().isEmpty()
                        && initiator.apiKey().isEmpty()
                ? new Finding.Erring("nobody knows by which key it was proposed")
                : session;
    }

    private static boolean isService(PersonId person) {
        return person.isService();
    }

    private static Finding session(Criterion.ByInitiator asked, Scene scene) {
        var initiator = scene.matter().asked().initiator();
        if (!asked.ip().isEmpty()) {
            if (initiator.ip().isEmpty()) return new Finding.Erring("nobody knows from where it was proposed");
            if (asked.ip().stream()
                    .noneMatch(range -> range.holds(initiator.ip().get())))
                return new Finding.Unmet("it was proposed from another address");
        }
        if (asked.sessionAgeMax().isEmpty()) return new Finding.Met();
        if (initiator.sessionAge().isEmpty())
            return new Finding.Erring("nobody knows how long ago the initiator logged in");
        return Finding.of(
                initiator.sessionAge().get().compareTo(asked.sessionAgeMax().get()) <= 0,
                "the initiator logged in too long ago");
    }

    static Finding source(Criterion.FromSource asked, Scene scene) {
        var source = scene.matter().asked().source();
        var place = source.place();
        if (misses(asked.workspaces(), place.workspace())) return new Finding.Unmet("another workspace");
        if (misses(asked.vaults(), place.vault())) return new Finding.Unmet("another vault");
        if (misses(asked.wallets(), place.wallet())) return new Finding.Unmet("another wallet");
        if (misses(asked.tiers(), source.tier())) return new Finding.Unmet("another tier");
        if (!asked.tags().isEmpty() && source.tags().stream().noneMatch(asked.tags()::contains))
            return new Finding.Unmet("the source has none of the tags");
        if (!asked.chains().isEmpty()
                && scene.matter().chain().filter(asked.chains()::contains).isEmpty())
            return new Finding.Unmet("another chain");
        return new Finding.Met();
    }

    private static boolean misses(NavigableSet<String> asked, Optional<String> value) {
        return !asked.isEmpty() && value.filter(asked::contains).isEmpty();
    }

    static Finding destination(Criterion.ToDestination asked, Leg leg, Scene scene) {
        if (leg.destination().isEmpty()) return new Finding.Unmet("it reaches nobody");
        var destination = leg.destination().get();
        var listed = listed(asked.in(), asked.notIn(), destination, scene, "the destination");
        if (listed instanceof Finding.Unmet) return listed;
        var place = asked.places().isEmpty() ? new Finding.Met() : place(asked, leg, destination, scene);
        if (place instanceof Finding.Unmet) return place;
        return listed.and(place).and(lookAlike(asked, leg, destination, scene));
    }

    /// Whether an account is in one of some lists, and in none of others.
    private static Finding listed(Set<String> in, Set<String> notIn, Account account, Scene scene, String what) {
        var within = in.isEmpty()
                ? new Finding.Met()
                : scene.held(in, account).as(Scene.Held.YES, what + " is in none of the lists");
        if (within instanceof Finding.Unmet || notIn.isEmpty()) return within;
        return within.and(scene.held(notIn, account).as(Scene.Held.NO, what + " is in a list left out"));
    }

    private static Finding lookAlike(Criterion.ToDestination asked, Leg leg, Account destination, Scene scene) {
        if (asked.isLookAlike().isEmpty()) return new Finding.Met();
        var isLookAlike =
                !leg.isInternal() && scene.consulted().resembled(destination).isPresent();
        return Finding.of(
                isLookAlike == asked.isLookAlike().get(),
                isLookAlike ? "the destination looks like a known one" : "the destination looks like no known one");
    }

    private static Finding place(Criterion.ToDestination asked, Leg leg, Account destination, Scene scene) {
        var why = "the destination is of another kind";
        if (leg.isInternal()) return Finding.of(asked.places().contains(Criterion.Place.INTERNAL), why);
        var entry = scene.consulted().entry(destination);
        if (entry.filter(KnownAccounts.Entry::isBlocked).isPresent())
            return new Finding.Erring("the account is blocked");
        var place = entry.isPresent() ? Criterion.Place.ADDRESS_BOOK : Criterion.Place.ONE_TIME;
        return Finding.of(asked.places().contains(place), why);
    }

    static Finding asset(Criterion.OfAsset asked, Leg leg, Scene scene) {
        if (leg.asset().isEmpty()) return unread(leg, "no asset moves");
        var asset = leg.asset().get();
        if (!asked.in().isEmpty() && !scene.isIn(asked.in(), asset))
            return new Finding.Unmet("the asset is in none of the lists");
        if (!asked.notIn().isEmpty() && scene.isIn(asked.notIn(), asset))
            return new Finding.Unmet("the asset is in a list left out");
        if (!asked.assets().isEmpty() && !asked.assets().contains(asset)) return new Finding.Unmet("another asset");
        if (!asked.classes().isEmpty() && asked.classes().stream().noneMatch(each -> scene.isOf(each, asset)))
            return new Finding.Unmet("the asset is of another class");
        return new Finding.Met();
    }

    /// Of what nobody could read, nobody knows whether it moves something.
    static Finding unread(Leg leg, String why) {
        return leg.isDecoded() ? new Finding.Unmet(why) : new Finding.Erring("what it does could not be read");
    }

    static Finding call(Criterion.OfCall asked, Leg leg, Scene scene) {
        if (leg.call().isEmpty()) return unread(leg, "no code is called");
        var code = leg.call().get();
        if (asked.operation().filter(operation -> operation != code.operation()).isPresent())
            return new Finding.Unmet("the code runs in another way");
        var target = listed(asked.targetIn(), asked.targetNotIn(), code.contract(), scene, "the contract");
        if (target instanceof Finding.Unmet) return target;
        if (!asked.selectors().isEmpty()
                && code.selector().filter(asked.selectors()::contains).isEmpty())
            return new Finding.Unmet("another function");
        if (!asked.signatures().isEmpty()) {
            if (code.function().isEmpty()) return new Finding.Erring("the function is not known");
            if (!asked.signatures().contains(code.function().get())) return new Finding.Unmet("another function");
        }
        if (asked.depth()
                .filter(bounds -> !bounds.holds(BigDecimal.valueOf(code.depth())))
                .isPresent()) return new Finding.Unmet("it is wrapped more often, or less");
        if (asked.value()
                .filter(bounds -> !bounds.holds(new BigDecimal(code.value())))
                .isPresent()) return new Finding.Unmet("another amount of coin is sent along");
        if (!asked.arguments().isEmpty() && code.function().isEmpty())
            return new Finding.Erring("the arguments could not be read");
        return target.and(arguments(asked.arguments(), code.arguments(), scene));
    }

    private static Finding arguments(List<Criterion.ArgumentMatch> asked, List<Effect.Argument> given, Scene scene) {
        Finding all = new Finding.Met();
        for (var match : asked) {
            var named = given.stream()
                    .filter(argument -> argument.name().equals(match.name()))
                    .toList();
            if (named.isEmpty()) return new Finding.Unmet("there is no such argument");
            for (var argument : named) {
                var finding = fits(match, argument, scene);
                if (finding instanceof Finding.Unmet) return finding;
                if (finding instanceof Finding.Erring) all = finding;
            }
        }
        return all;
    }

    private static Finding fits(Criterion.ArgumentMatch match, Effect.Argument argument, Scene scene) {
        var value = argument.value();
        if (!match.is().isEmpty() && !match.is().contains(value)) return ANOTHER_ARGUMENT;
        if (match.bounds().isPresent()
                && !(WHOLE.matcher(value).matches() && match.bounds().get().holds(new BigDecimal(value))))
            return ANOTHER_ARGUMENT;
        return match.in().isEmpty() ? new Finding.Met() : listed(match.in(), value, scene);
    }

    /// Addresses in arguments are text of the chain's own, or a whole account.
    private static Finding listed(Set<String> lists, String value, Scene scene) {
        if (value.isEmpty() || value.length() > 128 || scene.matter().chain().isEmpty()) return ANOTHER_ARGUMENT;
        if (value.chars().anyMatch(c -> c <= ' ' || c > '~')) return ANOTHER_ARGUMENT;
        var account = new Account(scene.matter().chain().get(), value);
        return scene.held(lists, account).as(Scene.Held.YES, ANOTHER_ARGUMENT.why());
    }

    static Finding typedData(Criterion.OfTyped asked, Leg leg, Scene scene) {
        var said = leg.said().filter(each -> each.kind().equals("typed"));
        if (said.isEmpty()) return unread(leg, "no structured data is signed");
        if (!asked.primaryTypes().isEmpty()
                && !asked.primaryTypes().contains(said.get().text())) return new Finding.Unmet("data of another type");
        if (!asked.domains().isEmpty() && misses(asked.domains(), field(said.get(), "domain.name")))
            return new Finding.Unmet("data of another domain");
        return arguments(asked.fields(), said.get().fields(), scene);
    }

    private static Optional<String> field(Leg.Said said, String name) {
        return said.fields().stream()
                .filter(each -> each.name().equals(name))
                .map(Effect.Argument::value)
                .findFirst();
    }

    static Finding statement(Criterion.OfStatement asked, Leg leg, Scene scene) {
        if (leg.said().isEmpty()) return unread(leg, "nothing is declared");
        var kind = leg.said().get().kind().toLowerCase(Locale.ROOT);
        if (!asked.kinds().isEmpty() && !asked.kinds().contains(kind))
            return new Finding.Unmet("a statement of another kind");
        return arguments(asked.fields(), leg.said().get().fields(), scene);
    }

    static Finding authority(Criterion.OfAuthority asked, Leg leg) {
        if (leg.power().isEmpty()) return unread(leg, "no power over an account changes");
        var power = leg.power().get();
        if (!asked.authorities().isEmpty() && !asked.authorities().contains(power.authority()))
            return new Finding.Unmet("another power changes");
        return Finding.of(asked.turns().isEmpty() || asked.turns().contains(power.turn()), "it turns the other way");
    }
}

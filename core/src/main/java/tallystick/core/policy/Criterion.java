package tallystick.core.policy;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;

/// One thing a rule asks about what somebody wants to do. All that a criterion says has to hold; of several values of
/// one field one is enough; a field that is empty asks nothing.
///
/// **Why** values without behaviour: the same ones are judged, explained, compared and indexed.
///
/// **Form** names of lists, groups and calendars are those of the same policy.
public sealed interface Criterion {
    /// Which kind it is.
    Kind kind();

    /// The kinds in the order they are asked: what needs nobody's word first, what a fact has to answer last.
    enum Kind {
        /// [ByInitiator].
        INITIATOR("initiator"),
        /// [FromSource].
        SOURCE("source"),
        /// [ToDestination].
        DESTINATION("destination"),
        /// [OfAsset].
        ASSET("asset"),
        /// [OfCall].
        CALL("call"),
        /// [OfTyped].
        TYPED_DATA("typedData"),
        /// [OfStatement].
        STATEMENT("statement"),
        /// [OfAuthority].
        AUTHORITY("authority"),
        /// [IsDecoded].
        DECODED("decoded"),
        /// [AtTime].
        TIME("time"),
        /// [OfUtxo].
        UTXO("utxo"),
        /// [OfSolana].
        SOLANA("solana"),
        /// [Warned].
        WARNINGS("warnings"),
        /// [IsDuplicate].
        DUPLICATE("duplicate"),
        /// [OfCounterparty].
        COUNTERPARTY("counterparty"),
        /// [OfFee].
        FEE("fee"),
        /// [AtRisk].
        RISK("risk"),
        /// [Simulated].
        SIMULATION("simulation"),
        /// [Established].
        FACTS("facts"),
        /// [OfAmount].
        AMOUNT("amount");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        /// Its name in a document.
        public String field() {
            return field;
        }
    }

    /// Who proposes.
    ///
    /// @param isService whether it is a program
    /// @param ip from where
    /// @param strength the weakest authentication that is enough
    /// @param sessionAgeMax how long ago they may have logged in
    record ByInitiator(
            NavigableSet<PersonId> users,
            NavigableSet<String> groups,
            NavigableSet<String> notGroups,
            NavigableSet<String> roles,
            NavigableSet<String> apiKeys,
            Optional<Boolean> isService,
            Set<IpRange> ip,
            Optional<AuthStrength> strength,
            Optional<Duration> sessionAgeMax)
            implements Criterion {
        /// Copies.
        public ByInitiator {
            users = Names.sorted(users);
            groups = Names.sorted(groups);
            notGroups = Names.sorted(notGroups);
            roles = Names.sorted(roles);
            apiKeys = Names.sorted(apiKeys);
            ip = Set.copyOf(ip);
        }

        @Override
        public Kind kind() {
            return Kind.INITIATOR;
        }
    }

    /// Whose value or authority it is.
    record FromSource(
            NavigableSet<String> workspaces,
            NavigableSet<String> vaults,
            NavigableSet<String> wallets,
            NavigableSet<String> tiers,
            NavigableSet<String> tags,
            Set<ChainId> chains)
            implements Criterion {
        /// Copies.
        public FromSource {
            workspaces = Names.sorted(workspaces);
            vaults = Names.sorted(vaults);
            wallets = Names.sorted(wallets);
            tiers = Names.sorted(tiers);
            tags = Names.sorted(tags);
            chains = Set.copyOf(chains);
        }

        @Override
        public Kind kind() {
            return Kind.SOURCE;
        }
    }

    /// Whom it reaches.
    ///
    /// @param in lists of which one holds it
    /// @param notIn lists of which none holds it
    /// @param isLookAlike whether it begins and ends like an account that is known, and is not that account
    record ToDestination(
            NavigableSet<String> in,
            NavigableSet<String> notIn,
            NavigableSet<Place> places,
            Optional<Boolean> isLookAlike)
            implements Criterion {
        /// Copies.
        public ToDestination {
            in = Names.sorted(in);
            notIn = Names.sorted(notIn);
            places = Names.sorted(places);
        }

        @Override
        public Kind kind() {
            return Kind.DESTINATION;
        }
    }

    /// What a destination is to the organisation.
    enum Place {
        /// Its own account.
        INTERNAL,
        /// An entry of its address book, of whatever age.
        ADDRESS_BOOK,
        /// Neither.
        ONE_TIME
    }

    /// What moves.
    ///
    /// @param classes classes of which it is of one
    record OfAsset(
            NavigableSet<String> in, NavigableSet<String> notIn, Set<Asset> assets, NavigableSet<AssetClass> classes)
            implements Criterion {
        /// Copies.
        public OfAsset {
            in = Names.sorted(in);
            notIn = Names.sorted(notIn);
            assets = Set.copyOf(assets);
            classes = Names.sorted(classes);
        }

        @Override
        public Kind kind() {
            return Kind.ASSET;
        }
    }

    /// Which code runs.
    ///
    /// @param selectors the first four bytes of call data, eight lower-case hex digits
    /// @param signatures functions with argument types, `transfer(address,uint256)`
    /// @param depth wrappers around it, 0 for the outermost
    /// @param value coin sent along, base units
    record OfCall(
            Optional<Effect.Operation> operation,
            NavigableSet<String> targetIn,
            NavigableSet<String> targetNotIn,
            NavigableSet<String> selectors,
            NavigableSet<String> signatures,
            Optional<Bounds> depth,
            Optional<Bounds> value,
            List<ArgumentMatch> arguments)
            implements Criterion {
        /// Copies.
        public OfCall {
            targetIn = Names.sorted(targetIn);
            targetNotIn = Names.sorted(targetNotIn);
            selectors = Names.sorted(selectors);
            signatures = Names.sorted(signatures);
            arguments = List.copyOf(arguments);
        }

        @Override
        public Kind kind() {
            return Kind.CALL;
        }
    }

    /// What a named argument or field has to be: met if there is one of the name and all of that name fit.
    ///
    /// @param name as the interface names it; `to` or `domain.name`
    /// @param is the values as text of which it is one, as decoded: numbers decimal, addresses canonical
    /// @param bounds of a number
    /// @param in lists of addresses of which one holds it
    record ArgumentMatch(String name, NavigableSet<String> is, Optional<Bounds> bounds, NavigableSet<String> in) {
        /// Copies.
        public ArgumentMatch {
            is = Names.sorted(is);
            in = Names.sorted(in);
        }
    }

    /// Which structured data is signed.
    ///
    /// @param domains names of domains
    record OfTyped(NavigableSet<String> primaryTypes, NavigableSet<String> domains, List<ArgumentMatch> fields)
            implements Criterion {
        /// Copies.
        public OfTyped {
            primaryTypes = Names.sorted(primaryTypes);
            domains = Names.sorted(domains);
            fields = List.copyOf(fields);
        }

        @Override
        public Kind kind() {
            return Kind.TYPED_DATA;
        }
    }

    /// Which statement is signed.
    ///
    /// @param kinds words of the chain's package: `message`, `login`, `memo`, `data`
    record OfStatement(NavigableSet<String> kinds, List<ArgumentMatch> fields) implements Criterion {
        /// Copies.
        public OfStatement {
            kinds = Names.sorted(kinds);
            fields = List.copyOf(fields);
        }

        @Override
        public Kind kind() {
            return Kind.STATEMENT;
        }
    }

    /// Which power over an account changes.
    record OfAuthority(NavigableSet<Effect.Authority> authorities, NavigableSet<Effect.Turn> turns)
            implements Criterion {
        /// Copies.
        public OfAuthority {
            authorities = Names.sorted(authorities);
            turns = Names.sorted(turns);
        }

        @Override
        public Kind kind() {
            return Kind.AUTHORITY;
        }
    }

    /// Whether it is understood to the last byte.
    record IsDecoded(boolean value) implements Criterion {
        @Override
        public Kind kind() {
            return Kind.DECODED;
        }
    }

    /// When it is judged, by the clock of who judges.
    record AtTime(TimeWindow window, boolean isOutside) implements Criterion {
        @Override
        public Kind kind() {
            return Kind.TIME;
        }
    }

    /// What a transaction of coins is made of.
    ///
    /// @param feeRate satoshi for a virtual byte
    /// @param isChange whether something comes back to the same key
    record OfUtxo(Optional<Bounds> inputs, Optional<Bounds> feeRate, Optional<Boolean> isChange) implements Criterion {
        @Override
        public Kind kind() {
            return Kind.UTXO;
        }
    }

    /// What a Solana transaction is made of.
    ///
    /// @param isDurable whether it waits under a durable nonce and so never expires
    /// @param programsNotIn lists of addresses of which none holds some program it runs
    record OfSolana(Optional<Boolean> isDurable, NavigableSet<String> programsNotIn) implements Criterion {
        /// Copies.
        public OfSolana {
            programsNotIn = Names.sorted(programsNotIn);
        }

        @Override
        public Kind kind() {
            return Kind.SOLANA;
        }
    }

    /// What reading the bytes gave warning of.
    ///
    /// @param codes of which one was given
    record Warned(NavigableSet<String> codes) implements Criterion {
        /// Copies.
        public Warned {
            codes = Names.sorted(codes);
        }

        @Override
        public Kind kind() {
            return Kind.WARNINGS;
        }
    }

    /// The same amount of the same asset went to the same destination a short while ago, by another request.
    record IsDuplicate(Duration within) implements Criterion {
        @Override
        public Kind kind() {
            return Kind.DUPLICATE;
        }
    }

    /// What is established about the destination.
    ///
    /// @param codeAgeMax its code is younger than this
    /// @param codeAgeMin its code is at least as old
    /// @param risk its score, 0..100
    /// @param isScreened `true` if no list names it, `false` if one does
    record OfCounterparty(
            Optional<Duration> codeAgeMin,
            Optional<Duration> codeAgeMax,
            Optional<Bounds> risk,
            Optional<Boolean> isScreened)
            implements Criterion {
        @Override
        public Kind kind() {
            return Kind.COUNTERPARTY;
        }
    }

    /// What the chain can take for inclusion, at the most.
    record OfFee(Unit unit, Bounds bounds) implements Criterion {
        @Override
        public Kind kind() {
            return Kind.FEE;
        }
    }

    /// How risky the whole request was found to be.
    ///
    /// @param score 0..100
    /// @param reasons codes of which one was given
    record AtRisk(Optional<Bounds> score, NavigableSet<String> reasons) implements Criterion {
        /// Copies.
        public AtRisk {
            reasons = Names.sorted(reasons);
        }

        @Override
        public Kind kind() {
            return Kind.RISK;
        }
    }

    /// What changed when it was carried out on a copy of the chain.
    ///
    /// @param changes names of changes of which one was seen, such as `STORAGE_SLOT_0` or `IMPLEMENTATION`
    record Simulated(NavigableSet<String> changes) implements Criterion {
        /// Copies.
        public Simulated {
            changes = Names.sorted(changes);
        }

        @Override
        public Kind kind() {
            return Kind.SIMULATION;
        }
    }

    /// All of these are established.
    record Established(NavigableSet<FactKind> facts) implements Criterion {
        /// Copies.
        public Established {
            facts = Names.sorted(facts);
        }

        @Override
        public Kind kind() {
            return Kind.FACTS;
        }
    }

    /// How much of it. Of an ALLOW each leg and the sum of all legs that the rule is about have to be within; the
    /// others match if one leg or the sum is.
    record OfAmount(Unit unit, Bounds bounds) implements Criterion {
        @Override
        public Kind kind() {
            return Kind.AMOUNT;
        }
    }

    /// In what an amount is counted.
    sealed interface Unit {
        /// A currency, by a signed price.
        ///
        /// @param currency three capital letters
        /// @param priceAgeMax how old the price may be, beside its own expiry
        record Fiat(String currency, Optional<Duration> priceAgeMax) implements Unit {}

        /// Whole units of the asset, as people write them.
        record Whole() implements Unit {}

        /// The asset's smallest units.
        record Base() implements Unit {}
    }
}

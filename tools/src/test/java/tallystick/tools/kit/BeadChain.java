package tallystick.tools.kit;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.Wish;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;

/// A fourth family, in one file: three bytes, `b0`, how many beads, to whom. A signature is appended.
public final class BeadChain implements Chain {
    /// Its only chain.
    public static final ChainId CHAIN = new ChainId("bead", "1");

    private static final Asset BEAD = new Asset(CHAIN, "bead", "glass");

    /// The most beads that are nothing special, as the knowledge file says.
    private record Plenty(int beads) {}

    @Override
    public String namespace() {
        return "bead";
    }

    @Override
    public String name() {
        return "beads";
    }

    @Override
    public ChainId main() {
        return CHAIN;
    }

    @Override
    public boolean serves(ChainId chain) {
        return chain.equals(CHAIN);
    }

    @Override
    public Curve curve() {
        return Curve.ED25519;
    }

    @Override
    public Map<Asset, Knowledge.Unit> coins() {
        return Map.of(BEAD, new Knowledge.Unit("BEAD", 0));
    }

    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        if (content != Content.TRANSACTION)
            return new Parsed.Malformed<UnsignedTransaction>(0, "a transaction, the only content read here");
        return Reader.parse(unsigned, BeadChain::read);
    }

    private static Payment read(Reader reader) throws MalformedInput {
        reader.expect(Bytes.ofHex("b0"), "a bead payment");
        return new Payment(reader.u8("how many"), reader.u8("to whom"));
    }

    private static Account person(int number) {
        return new Account(CHAIN, "person-" + number);
    }

    @Override
    public Account account(ChainId chain, Point key) {
        return person(key.encode().at(0));
    }

    @Override
    public Optional<Account> account(ChainId chain, String address) {
        return address.matches("person-[0-9]{1,3}") ? Optional.of(new Account(CHAIN, address)) : Optional.empty();
    }

    @Override
    public Building building() {
        return new Building() {
            @Override
            public Asset coin(ChainId chain) {
                return BEAD;
            }

            @Override
            public Builder builder(Building.Asked asked, Entry state) throws Unusable {
                var has = Building.fields(state, Set.of("beads")).number("beads", 0, 255);
                return wish -> wish.misfit(asked.chain())
                        .<Built>map(refused -> refused)
                        .orElseGet(() -> build(wish, has));
            }
        };
    }

    private static Built build(Wish wish, int has) {
        return switch (wish) {
            case Wish.Pay(var _, var to, var beads) ->
                beads.intValue() <= has
                        ? new Built.Ready(new Payment(beads.intValue(), number(to)))
                        : new Built.Refused(Built.Field.FUNDS, "%d beads, less than %s".formatted(has, beads));
            case Wish.Sweep(var _, var to) -> new Built.Ready(new Payment(has, number(to)));
            case Wish.Payout _, Wish.SpeedUp _, Wish.Cancel _, Wish.Consolidate _ ->
                new Built.Refused(Built.Field.WISH, "beads are handed over at once: nothing waits or lies scattered");
        };
    }

    private static int number(Account to) {
        return Integer.parseInt(to.address().substring("person-".length()));
    }

    @Override
    public Forms forms() {
        return new Forms() {
            @Override
            public Optional<Seen> read(Bytes given, Forms.Asked asked) {
                return given.length() == 3 + 64
                        ? Optional.of(new Seen.Whole(
                                parse(CHAIN, Content.TRANSACTION, given.slice(0, 3))
                                        .orThrow(),
                                Optional.empty(),
                                List.of("It is signed already."),
                                Optional.empty()))
                        : Optional.empty();
            }

            @Override
            public Set<String> kinds() {
                return Set.of("beadTx");
            }

            @Override
            public ChainId chain(Entry recorded) {
                return CHAIN;
            }

            @Override
            public Seen read(Entry recorded, Forms.Asked asked) throws Unusable {
                return Seen.Whole.of(new Payment(recorded.number("beads", 0, 255), recorded.number("to", 0, 255)));
            }

            @Override
            public Set<String> fields() {
                return Set.of("caps.beads");
            }

            @Override
            public Knowledge learn(Entry file, Knowledge known, Around around) throws Unusable {
                return file.has("caps") && file.get("caps").has("beads")
                        ? known.chapter(
                                Plenty.class, new Plenty(file.get("caps").number("beads", 0, 255)))
                        : known;
            }
        };
    }

    /// Some beads for somebody.
    public record Payment(int beads, int to) implements UnsignedTransaction {
        @Override
        public ChainId chain() {
            return CHAIN;
        }

        @Override
        public Content content() {
            return Content.TRANSACTION;
        }

        @Override
        public Bytes bytes() {
            return Bytes.copyOf((byte) 0xb0, (byte) beads, (byte) to);
        }

        @Override
        public List<Effect> effects(Account signer, Knowledge knowledge) {
            return List.of(new Effect.Transfer(BEAD, signer, person(to), BigInteger.valueOf(beads)));
        }

        @Override
        public List<Warning> warnings(Account signer, Knowledge knowledge) {
            return knowledge
                            .chapter(Plenty.class)
                            .filter(most -> beads > most.beads())
                            .isPresent()
                    ? List.of(new Warning(Warning.Severity.ATTENTION, "MANY_BEADS", "These are many beads."))
                    : List.of();
        }

        @Override
        public List<SigningInput> inputs() {
            return List.of(
                    new SigningInput(SigningInput.Algorithm.ED25519, bytes(), Optional.empty(), Optional.empty()));
        }

        @Override
        public Optional<String> predictedId() {
            return Optional.of("bead-" + bytes());
        }

        @Override
        public SignedTransaction attach(List<? extends ChainSignature> signatures) {
            if (!(signatures.getFirst() instanceof ChainSignature.Plain(var signature)))
                throw new IllegalArgumentException("a signature that is not Ed25519");
            return new SignedTransaction(Bytes.concat(bytes(), signature), "bead-" + bytes());
        }
    }
}

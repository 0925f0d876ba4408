package tallystick.control.kit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tallystick.core.approval.Answer;
import tools.jackson.databind.json.JsonMapper;

/// The group `control` of `./tallystick bench`: what control takes and how long a withdrawal is on its way, with three
/// nodes and an Ethereum node on the same machine.
///
/// **Why** among the tests: it needs what they need, and ships nothing.
public final class Measuring {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final int MILLION = 1_000_000;
    private static final int PAGES = 300;

    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final World world;
    private final Desk desk;
    private final Follower follower;
    private final boolean isQuick;

    private Measuring(World world, boolean isQuick) throws Exception {
        this.world = world;
        this.desk = Desk.open(world);
        this.follower = Follower.of(world.program("AUDITOR"), world.base());
        this.isQuick = isQuick;
    }

    /// Takes `--quick`, `--path` for the ways of withdrawals alone, and `--json FILE`: adds its figures to those that
    /// are there.
    public static void main(String[] arguments) throws Exception {
        var words = List.of(arguments);
        var measuring = new Measuring(World.get(), words.contains("--quick"));
        if (!words.contains("--path")) measuring.alone();
        measuring.path(1, measuring.isQuick ? 20 : 200);
        measuring.path(10, measuring.isQuick ? 4 : 40);
        measuring.path(50, measuring.isQuick ? 2 : 10);
        if (!words.contains("--path")) measuring.pages();
        var at = words.indexOf("--json");
        if (at >= 0 && at + 1 < words.size()) measuring.write(Path.of(words.get(at + 1)));
        System.exit(0);
    }

    private void put(String name, double value) {
        figures.put(name, value);
        System.out.printf(Locale.ROOT, "%-46s %12.4f%n", name, value);
    }

    /// One replica with a database of its own, from nothing and then over what is there.
    private void alone() throws Exception {
        for (var name : List.of("control.first_ready_s", "control.ready_s")) {
            var begun = System.nanoTime();
            try (var replica = world.alone()) {
                put(name, (System.nanoTime() - begun) / 1e9);
                if (name.equals("control.ready_s")) put("control.rss_mb", megabytes(replica.pid()));
            }
        }
    }

    /// With all that it started, memory that several share counted once.
    private static double megabytes(long pid) throws IOException {
        var all = new ArrayList<Long>(List.of(pid));
        ProcessHandle.of(pid).orElseThrow().descendants().forEach(each -> all.add(each.pid()));
        var kilobytes = 0L;
        for (var each : all) {
            var file = Path.of("/proc", Long.toString(each), "smaps_rollup");
            if (!Files.exists(file)) continue;
            for (var line : Files.readAllLines(file))
                if (line.startsWith("Pss:")) kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
        return kilobytes / 1024.0;
    }

    /// From a program's wish to the chain's mempool, approval by one person included, each user one after the other.
    private void path(int users, int each) throws Exception {
        var work = new ArrayList<Callable<List<Double>>>();
        for (var user = 0; user < users; user++) {
            var own = Desk.open(world);
            var address = own.address(BigInteger.TEN.pow(18)).path("id").asString();
            work.add(() -> {
                var millis = new ArrayList<Double>();
                for (var i = 0; i < each; i++) millis.add(once(own, address));
                return millis;
            });
        }
        var all = new ArrayList<Double>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(work)) all.addAll(done.get());
        }
        quantiles("path.mempool.%d%s".formatted(users, users == 1 ? "user" : "users"), all);
    }

    /// What becomes of it is told by the stream of events, as programs are meant to hear of it.
    private double once(Desk own, String address) throws Exception {
        var begun = System.nanoTime();
        var id = own.submitted(own.draft(address, TO, BigInteger.ONE, Map.of()));
        follower.until(id, "PENDING_APPROVAL");
        own.answered(id, Answer.APPROVE);
        follower.until(id, "MEMPOOL");
        return (System.nanoTime() - begun) / 1e6;
    }

    private void quantiles(String name, List<Double> millis) {
        var sorted = millis.stream().sorted().toList();
        put(name + ".p50_ms", sorted.get(sorted.size() / 2));
        put(name + ".p99_ms", sorted.get(sorted.size() * 99 / 100));
    }

    /// Pages of a list of a million, at places by chance.
    private void pages() throws Exception {
        var database = JdbcClient.create(world.control().part(DataSource.class));
        var rows = isQuick ? MILLION / 10 : MILLION;
        database.sql("""
            insert into withdrawals (id, wallet_id, address_id, asset, destination, amount, stage, sub_status,
              unsigned, digests, nonce, fee_max, wanted, created_by, expires_at)
            select gen_random_uuid(), wallet_id, address_id, asset, destination, amount, 'EXPIRED', 2501,
              unsigned, digests, nonce, fee_max, wanted, created_by, expires_at
            from (select * from withdrawals limit 1) one, generate_series(1, ?)\
            """).params(rows).update();
        database.sql("analyze withdrawals").update();
        var millis = new ArrayList<Double>();
        var cursor = "";
        for (var i = 0; i < PAGES; i++) {
            var begun = System.nanoTime();
            var page = desk.initiator().get("/v1/withdrawals?limit=50" + cursor);
            millis.add((System.nanoTime() - begun) / 1e6);
            if (page.status() != 200) throw new AssertionError("a page answered " + page.json());
            cursor = "&cursor=" + place();
        }
        quantiles("api.list_million", millis);
        bound();
    }

    /// Pages of a key that sees a vault with none of them.
    private void bound() throws Exception {
        var vault = Desk.open(world).vault().path("id").asString();
        var program = world.bound("INITIATOR", List.of(vault));
        var millis = new ArrayList<Double>();
        for (var i = 0; i < PAGES / 10; i++) {
            var begun = System.nanoTime();
            var page = program.get("/v1/withdrawals?limit=50");
            millis.add((System.nanoTime() - begun) / 1e6);
            if (page.status() != 200) throw new AssertionError("a page answered " + page.json());
        }
        quantiles("api.list_million_bound", millis);
    }

    /// Somewhere in the list, as a page would give it.
    private static String place() {
        var id = "%08x-0000-4000-8000-000000000000"
                .formatted(ThreadLocalRandom.current().nextInt());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Path file) throws IOException {
        var all = new LinkedHashMap<String, Double>();
        if (Files.exists(file))
            new JsonMapper()
                    .readTree(Files.readString(file))
                    .properties()
                    .forEach(each -> all.put(each.getKey(), each.getValue().asDouble()));
        all.putAll(figures);
        Files.writeString(
                file,
                all.entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "  \"%s\": %.6f", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
    }
}

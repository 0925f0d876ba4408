package tallystick.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.wire.SignReply;
import tallystick.demo.organisation.Organisation;
import tallystick.sdk.Fields;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;

/// What a program is told that drives a browser: a line of JSON once the organisation runs, another once it has begun,
/// and one for each line `evidence`, `refresh` or `steal WITHDRAWAL PAYEE THIEF` that the program writes. Ends when its
/// input does.
final class ForPrograms {
    private static final Pattern BLANK = Pattern.compile(" +");

    private final PrintWriter out;
    private final InputStream in;
    private final Organisation organisation;

    ForPrograms(PrintWriter out, InputStream in, Organisation organisation) {
        this.out = out;
        this.in = in;
        this.organisation = organisation;
    }

    void tell() throws IOException, InterruptedException, NodeUnreachable, Unable {
        var links = Fields.none();
        for (var each : organisation.links().entrySet())
            links.with(each.getKey(), each.getValue().toString());
        line(Fields.none()
                .with("base", organisation.base().toString())
                .with("chain", organisation.chain().toString())
                .with("links", links));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var beginning = threads.submit(this::begin);
            follow();
            beginning.cancel(true);
        }
    }

    /// What goes wrong here the program hears: it waits for the line.
    private void begin() {
        try {
            organisation.begin();
            line(Fields.none().with("begun", "yes"));
        } catch (IOException | Unable e) {
            line(Fields.none().with("begun", "no").with("why", String.valueOf(e.getMessage())));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws IOException, InterruptedException, NodeUnreachable, Unable {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (var asked = lines.readLine(); asked != null; asked = lines.readLine()) {
            var words = BLANK.splitAsStream(asked.strip()).toList();
            switch (words.getFirst()) {
                case "evidence" -> evidence();
                case "refresh" -> line(Fields.none().with("epoch", Integer.toString(organisation.refresh())));
                case "steal" -> steal(words);
                default -> throw new Unable("evidence, refresh or steal, and nothing else");
            }
        }
    }

    private void steal(List<String> words) throws NodeUnreachable, Unable {
        if (words.size() != 4) throw new Unable("steal WITHDRAWAL PAYEE THIEF");
        var said = organisation.steal(words.get(1), address(words.get(2)), address(words.get(3)));
        line(Fields.none()
                .withEach("stolen", said.stream().map(ForPrograms::stolen).toList()));
    }

    private static Address address(String text) throws Unable {
        return Address.parse(text).orElseThrow(() -> new Unable("no address: " + text));
    }

    private static Fields stolen(Organisation.Stolen of) {
        var fields =
                Fields.none().with("node", of.node()).with("intent", of.intent().toString());
        return switch (of.reply()) {
            case SignReply.Signed _ -> fields.with("said", "signed");
            case SignReply.Refused(var code, var why) ->
                fields.with("said", "refused")
                        .with("code", Integer.toString(code.number()))
                        .with("why", why);
            case SignReply.Aborted(var why, var _) ->
                fields.with("said", "stopped").with("why", why);
        };
    }

    private void evidence() throws InterruptedException, Unable {
        var said = organisation.evidence();
        line(Fields.none()
                .with("evidence", said.holds() ? "holds" : "does not hold")
                .with("pack", organisation.pack().toString())
                .with("said", said.lines()));
    }

    private synchronized void line(Fields fields) {
        out.println(fields);
        out.flush();
    }
}

package tallystick.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import tallystick.demo.organisation.Organisation;
import tallystick.sdk.Fields;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;

/// What a program is told that drives a browser: a line of JSON once the organisation runs, another once it has begun,
/// and one for each line `evidence` or `refresh` that the program writes. Ends when its input does.
final class ForPrograms {
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
        for (var asked = lines.readLine(); asked != null; asked = lines.readLine())
            switch (asked.strip()) {
                case "evidence" -> evidence();
                case "refresh" -> line(Fields.none().with("epoch", Integer.toString(organisation.refresh())));
                default -> throw new Unable("evidence or refresh, and nothing else");
            }
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

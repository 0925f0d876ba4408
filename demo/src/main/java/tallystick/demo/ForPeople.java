package tallystick.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tallystick.demo.organisation.Organisation;
import tallystick.tools.operator.Unable;

/// What somebody at a terminal is told who meets an organisation in his browser.
final class ForPeople {
    private static final List<String> DISPLAYS = List.of("DISPLAY", "WAYLAND_DISPLAY");

    private final PrintWriter out;
    private final Organisation organisation;

    ForPeople(PrintWriter out, Organisation organisation) {
        this.out = out;
        this.organisation = organisation;
    }

    /// Before anything is started: it takes half a minute.
    static void announce(PrintWriter out) {
        out.printf("%nfour signer nodes, a chain, control and the console start, and the nodes generate a key%n");
        out.flush();
    }

    /// Tells, until interrupted.
    void tell() throws IOException, InterruptedException, Unable {
        var links = organisation.links();
        say("The organisation has a vault with 10 ether of a trial chain, and no people yet.");
        say("Be two of them: open each link in a browser and register a passkey. One device may hold all.");
        line("Ann, who will propose:             " + links.get("ann"));
        line("Bo, who will approve:              " + links.get("bo"));
        line("Cy, who administers, if you like:  %s (before Bo)".formatted(links.get("cy")));
        var first = links.get("ann");
        if (first != null) open(first);
        organisation.begin();
        say("Ann and Bo have their passkeys; every node has accepted the documents that name them.");
        line("the console: " + organisation.base());
        line("1. Sign in as Ann, and send 0.25 ether to any address. It waits for a second person.");
        line("2. Sign out, sign in as Bo, compare the six words, and approve. Nodes judge, sign, and it is mined.");
        line("3. As Ann, send 3 ether, and read which limit forbids it.");
        organisation.commands().forEach(this::line);
        line("all of it runs until you press Ctrl-C");
        new CountDownLatch(1).await();
    }

    /// Where there is a display; who has none has read the address.
    private void open(URI page) {
        if (DISPLAYS.stream().allMatch(each -> System.getenv(each) == null)) return;
        try {
            var _ = new ProcessBuilder("xdg-open", page.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException absent) {
            line("no browser opens by itself: " + absent.getMessage());
        }
    }

    private void say(String what) {
        out.printf("%n%s%n", what);
        out.flush();
    }

    private void line(String what) {
        out.printf("   %s%n", what);
        out.flush();
    }
}

package tallystick.crypto.kit;

import java.util.Arrays;
import java.util.Random;

/// Asks whether the time of an operation depends on its secret input: Welch's t-test between runs on one fixed value
/// and runs on random ones, after dudect (Reparaz, Balasch, Verbauwhede 2016).
///
/// **Form** a |t| above some ten says that the two classes differ; below, that no difference was seen, not that
/// there is none. Runs that were interrupted are cropped away, and the median of several rounds counts, so that a
/// busy machine neither hides a leak of more than a few per cent nor invents one. `-Dtallystick.timing=true` takes
/// many more samples.
///
/// **Threads** one probe, one thread.
public final class TimingProbe {
    /// From here on two classes count as different.
    public static final double T_MAX = 10;

    private static final boolean LONG = Boolean.getBoolean("tallystick.timing");
    private static final int ROUNDS = 5;
    private static final double KEPT = 0.75;

    /// An operation on a value that lies in one place for both classes.
    public interface Subject {
        /// Puts the value of the class in place; must cost the same for both and is not measured.
        void prepare(boolean fixed);

        /// The operation to be measured.
        void run();
    }

    private final Random random;

    /// @param seed of the order of the classes
    public TimingProbe(long seed) {
        this.random = new Random(seed);
    }

    /// The median over the rounds of |t|.
    ///
    /// @param samples how many runs a round takes in the gate
    /// @param repeats how often `run` is called for one sample; more for what is over in nanoseconds
    public double measure(int samples, int repeats, Subject subject) {
        var count = LONG ? 20 * samples : samples;
        round(count, repeats, subject);
        var rounds = new double[ROUNDS];
        for (var i = 0; i < ROUNDS; i++) rounds[i] = Math.abs(round(count, repeats, subject));
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private double round(int samples, int repeats, Subject subject) {
        var times = new double[samples];
        var fixed = new boolean[samples];
        for (var i = 0; i < samples; i++) {
            fixed[i] = random.nextBoolean();
            subject.prepare(fixed[i]);
            var start = System.nanoTime();
            for (var k = 0; k < repeats; k++) subject.run();
            times[i] = System.nanoTime() - start;
        }
        var sorted = times.clone();
        Arrays.sort(sorted);
        return welch(times, fixed, sorted[(int) (KEPT * (samples - 1))]);
    }

    private static double welch(double[] times, boolean[] fixed, double top) {
        double[] count = new double[2], mean = new double[2], squares = new double[2];
        for (var i = 0; i < times.length; i++) {
            if (times[i] > top) continue;
            var c = fixed[i] ? 1 : 0;
            count[c]++;
            var off = times[i] - mean[c];
            mean[c] += off / count[c];
            squares[c] += off * (times[i] - mean[c]);
        }
        var error = 0.0;
        for (var c = 0; c < 2; c++) error += squares[c] / (count[c] - 1) / count[c];
        return error == 0 ? 0 : (mean[0] - mean[1]) / Math.sqrt(error);
    }
}

package dev.jocker.runtime.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SignalsIT {
    @Test
    void tellsTheFollowersOfASignalAndNoOthers() throws Exception {
        BlockingQueue<Integer> heard = new ArrayBlockingQueue<>(10);
        BlockingQueue<Integer> other = new ArrayBlockingQueue<>(10);
        Signals.Follower first = heard::add;
        Signals.Follower second = other::add;
        assertThat(Signals.follow(first, Signals.USR1, Signals.CONT)).containsExactly(Signals.USR1, Signals.CONT);
        assertThat(Signals.follow(second, Signals.CONT)).containsExactly(Signals.CONT);
        try (Fd self = Processes.open((int) ProcessHandle.current().pid())) {
            Processes.signal(self, Signals.USR1);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(Signals.USR1);
            Processes.signal(self, Signals.CONT);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(Signals.CONT);
            assertThat(other.poll(10, TimeUnit.SECONDS)).isEqualTo(Signals.CONT);
            Signals.unfollow(first);
            Processes.signal(self, Signals.CONT); // still followed by the second
            assertThat(other.poll(10, TimeUnit.SECONDS)).isEqualTo(Signals.CONT);
            assertThat(heard).isEmpty();
        } finally {
            Signals.unfollow(first);
            Signals.unfollow(second);
        }
    }

    @Test
    void aBurstLosesNoKindOfSignal() throws Exception {
        BlockingQueue<Integer> heard = new ArrayBlockingQueue<>(10_000);
        Signals.Follower follower = heard::add;
        Signals.follow(follower, Signals.USR1, Signals.CONT);
        try (Fd self = Processes.open((int) ProcessHandle.current().pid())) {
            for (int i = 0; i < 1000; i++) { // the kernel may make one of several that are the same
                Processes.signal(self, i % 2 == 0 ? Signals.USR1 : Signals.CONT);
                if (i % 50 == 0) {
                    System.gc(); // a handler runs on whatever thread, at whatever place
                }
            }
            Integer last = heard.poll(10, TimeUnit.SECONDS);
            List<Integer> all = new ArrayList<>();
            while (last != null) {
                all.add(last);
                last = heard.poll(200, TimeUnit.MILLISECONDS);
            }
            assertThat(all).contains(Signals.USR1, Signals.CONT).containsOnly(Signals.USR1, Signals.CONT);
        } finally {
            Signals.unfollow(follower);
        }
    }

    @Test
    void aSignalThatIsGivenBackIsTheJvmsAgain() throws Exception {
        try (var program = Program.start("unfollow")) {
            assertThat(program.line()).isEqualTo("[15]");
            program.signal(Signals.TERM);
            assertThat(program.line()).isEqualTo("heard 15");
            assertThat(program.line()).isEqualTo("unfollowed");
            program.signal(Signals.TERM);
            assertThat(program.process.waitFor()).isEqualTo(128 + 15);
        }
    }

    @Test
    void whatIsIgnoredStaysIgnored() throws Exception {
        // The shell ignores SIGHUP for what it becomes, as nohup(1) does.
        try (var program = Program.start("ignored", "sh", "-c", "trap '' HUP; exec \"$@\"", "sh")) {
            assertThat(program.line()).isEqualTo("[15]");
            program.signal(Signals.HUP);
            program.signal(Signals.TERM);
            assertThat(program.line()).isEqualTo("heard 15");
        }
    }

    /** A JVM of its own that prints what it hears, to be killed at the end. */
    private record Program(Process process, BufferedReader output) implements AutoCloseable {
        static Program start(String argument, String... prefix) throws Exception {
            List<String> command = new ArrayList<>(Arrays.asList(prefix));
            command.addAll(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Listens.class.getName(),
                    argument));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Program(process, process.inputReader(UTF_8));
        }

        /** Not Process.destroy: that closes the streams, too. */
        void signal(int number) throws Exception {
            try (Fd fd = Processes.open((int) process.pid())) {
                Processes.signal(fd, number);
            }
        }

        String line() throws Exception {
            return output.readLine();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** What runs in that JVM. */
    static final class Listens {
        private Listens() {}

        public static void main(String[] arguments) throws Exception {
            BlockingQueue<Integer> heard = new ArrayBlockingQueue<>(10);
            Signals.Follower follower = heard::add;
            System.out.println(
                    arguments[0].equals("ignored")
                            ? Signals.follow(follower, Signals.HUP, Signals.TERM)
                            : Signals.follow(follower, Signals.TERM));
            System.out.println("heard " + heard.take());
            Signals.unfollow(follower);
            System.out.println("unfollowed");
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }
}

package dev.jocker.runtime.build;

/** Is told how a build goes on, by several threads. Steps have numbers, from 1 on in the order in which they begin. */
public interface BuildProgress {
    /** Tells nobody. */
    BuildProgress NONE = new BuildProgress() {
        @Override
        public void begin(int step, String title) {}

        @Override
        public void cached(int step) {}

        @Override
        public void output(int step, byte[] bytes) {}

        @Override
        public void note(int step, String line) {}

        @Override
        public void done(int step) {}

        @Override
        public void failed(int step) {}

        @Override
        public void warning(String line) {}
    };

    /** A step begins. */
    void begin(int step, String title);

    /** It need not be done: it was done before. */
    void cached(int step);

    /** What its command has written; {@code bytes} are the receiver's. */
    void output(int step, byte[] bytes);

    /** One line that says what is being done. */
    void note(int step, String line);

    /** It is done. */
    void done(int step);

    /** It could not be done; why is said when the build ends. */
    void failed(int step);

    /** Something that the user should know. */
    void warning(String line);
}

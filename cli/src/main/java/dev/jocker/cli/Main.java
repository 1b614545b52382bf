package dev.jocker.cli;

/** The program {@code jocker}. For now it only says its version. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("jocker 0.1.0-SNAPSHOT");
    }
}

package dev.jocker.runtime.program;

/** What a BRANCH asks of its operand and its constant. The order is the encoding: the interpreter knows them by number. */
public enum Condition {
    EQUAL("=="),
    NOT_EQUAL("!="),
    /** Signed. */
    LESS("<"),
    /** Signed; not less. */
    AT_LEAST(">="),
    /** At least one bit of the constant is set in the operand. */
    ANY_BIT("&"),
    /** No bit of the constant is set in the operand. */
    NO_BIT("!&");

    private final String symbol;

    Condition(String symbol) {
        this.symbol = symbol;
    }

    @Override
    public String toString() {
        return symbol;
    }
}

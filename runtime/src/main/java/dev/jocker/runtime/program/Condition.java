package dev.jocker.runtime.program;

/** What a BRANCH asks of its operand and its constant. The interpreter knows them by their codes. */
public enum Condition {
    EQUAL(0, "=="),
    NOT_EQUAL(1, "!="),
    /** Signed. */
    LESS(2, "<"),
    /** Signed; not less. */
    AT_LEAST(3, ">="),
    /** At least one bit of the constant is set in the operand. */
    ANY_BIT(4, "&"),
    /** No bit of the constant is set in the operand. */
    NO_BIT(5, "!&");

    private final int code;
    private final String symbol;

    Condition(int code, String symbol) {
        this.code = code;
        this.symbol = symbol;
    }

    int code() {
        return code;
    }

    @Override
    public String toString() {
        return symbol;
    }
}

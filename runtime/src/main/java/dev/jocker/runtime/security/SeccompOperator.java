package dev.jocker.runtime.security;

/** How an argument is compared, by the names of the OCI runtime specification. All of them take numbers as unsigned. */
public enum SeccompOperator {
    SCMP_CMP_NE,
    SCMP_CMP_LT,
    SCMP_CMP_LE,
    SCMP_CMP_EQ,
    SCMP_CMP_GE,
    SCMP_CMP_GT,
    /** The bits of {@code value} in the argument are those of {@code valueTwo}. */
    SCMP_CMP_MASKED_EQ
}

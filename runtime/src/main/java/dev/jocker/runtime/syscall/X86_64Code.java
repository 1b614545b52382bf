package dev.jocker.runtime.syscall;

/** The bytes of {@code src/main/asm/interpreter-x86_64.s}, as {@code make interpreter} writes them; a test reassembles and compares. */
final class X86_64Code {
    /** Offset of {@code syscall}: a system call for Java. */
    static final int SYSCALL = 0x0;

    /** Offset of {@code run}: the interpreter. */
    static final int RUN = 0x20;

    /** Offset of {@code start}: the entry point of a sealed image. */
    static final int START = 0x230;

    static final String BYTES = """
            4889f84889f74889d64889ca4d89c24d89c84c8b4c24080f05c3660f1f44000053554154415541564889fd8b5d004801\
            eb803b010f87e8010000440fb76b044589ec41c1ec0c31ff31f631d24531d24531c04531c941ffcc0f88f3000000488b\
            7b104489e841c1ed0283e00374134801efffc8740cffc87405488b3feb0348633f41ffcc0f88c7000000488b73184489\
            e841c1ed0283e00374134801eeffc8740cffc87405488b36eb0348633641ffcc0f889b000000488b53204489e841c1ed\
            0283e00374134801eaffc8740cffc87405488b12eb0348631241ffcc78734c8b53284489e841c1ed0283e00374134901\
            eaffc8740cffc874054d8b12eb034d631241ffcc784b4c8b43304489e841c1ed0283e00374134901e8ffc8740cffc874\
            054d8b00eb034d630041ffcc78234c8b4b384489e841c1ed0283e00374134901e9ffc8740cffc874054d8b09eb034d63\
            090fb74302803b000f859b0000000f054989c64885c075098a430124033c03747d8b4b0885c97412f643018074074489\
            740d00eb054c89740d00488b7d084885ff74190f3148c1e2204809d00fb74b06c1e1044c89340f4889440f084981fe01\
            f0ffff73110fb74304c1e80c488d5cc310e96bfeffff8a430124033c0174e63c02741b0fb74306488945104c8975188b\
            5d0485db743c4801ebe943feffff8b5b0c4801ebe938feffff8a43013c0473143c0273084839f70f94c1eb0e4839f70f\
            9cc1eb064885f70f95c1240138c175ceeb93488b4518415e415d415c5d5bc390bf00040010e8e6fdffff89c7f7dfb8e7\
            0000000f05
            """;

    private X86_64Code() {}
}

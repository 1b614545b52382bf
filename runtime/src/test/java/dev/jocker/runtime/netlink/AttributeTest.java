package dev.jocker.runtime.netlink;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is written is read back; any bytes are read, or refused in one way. */
final class AttributeTest {
    private enum Type implements Code {
        ONE(1),
        TWO(2),
        THREE(3);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    @Test
    void fillsInLengthsAndPadding() {
        var writer = AttributeWriter.after(Bytes.of(hex("aabbccdd")))
                .string(Type.ONE, "br0!")
                .nested(
                        Type.TWO,
                        inner -> inner.u8(Type.ONE, 1).u16be(Type.TWO, 0x1234).flag(Type.THREE))
                .flaggedNested(Type.THREE, inner -> inner.u64be(Type.ONE, 1));
        assertThat(writer.written()).isEqualTo(Bytes.of(hex("""
                aabbccdd                      struct
                0900 0100 6272302100 000000   ONE "br0!"
                1800 0200                     TWO
                0500 0100 01 000000             ONE 1
                0600 0200 1234 0000             TWO 0x1234
                0400 0300                       THREE
                1000 0380                     THREE, NLA_F_NESTED
                0c00 0100 0000000000000001      ONE 1
                """)));
    }

    @Test
    void knowsWhichAttributeStandsWhere() {
        var writer = AttributeWriter.after(Bytes.of(new byte[8]))
                .u32(Type.ONE, 1)
                .nested(Type.TWO, Bytes.of(new byte[16]), inner -> inner.u32(Type.THREE, 1));
        assertThat(writer.at(0)).isEmpty();
        assertThat(writer.at(8)).isEqualTo("ONE");
        assertThat(writer.at(16)).isEqualTo("TWO");
        assertThat(writer.at(36)).isEqualTo("TWO/THREE");
        assertThat(writer.at(44)).isEmpty();
    }

    @Test
    void refusesWhatDoesNotFit() {
        var writer = AttributeWriter.after(Bytes.NONE);
        assertThatThrownBy(() -> writer.bytes(Type.ONE, Bytes.of(new byte[0xfffc])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ONE takes 65536 bytes, and 65535 is the most");
        assertThatThrownBy(() -> writer.string(Type.ONE, "a\0b")).hasMessage("a zero character in a text: a?b");
    }

    @Test
    void refusesValuesThatAreTooShort() {
        var attribute = new Attribute(7, Bytes.of(hex("0102")));
        assertThat(attribute.string()).isEqualTo("\u0001\u0002");
        assertThatThrownBy(attribute::s32)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("malformed netlink message: attribute 7 has 2 bytes instead of 4");
    }

    /** A tree of attributes: a leaf is a value, others have attributes in them. */
    record Tree(int type, Bytes value, List<Tree> inner) {}

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll("trees") List<Tree> trees) throws MalformedMessageException {
        var writer = AttributeWriter.after(Bytes.NONE);
        trees.forEach(tree -> write(tree, writer));
        check(trees, Attribute.readAll(writer.written(), 0));
    }

    private static void write(Tree tree, AttributeWriter writer) {
        if (tree.inner == null) {
            writer.raw(tree.type, tree.value);
        } else {
            var inner = AttributeWriter.after(Bytes.NONE);
            tree.inner.forEach(each -> write(each, inner));
            writer.raw(tree.type, inner.written());
        }
    }

    private static void check(List<Tree> trees, List<Attribute> read) throws MalformedMessageException {
        assertThat(read).hasSameSizeAs(trees);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).rawType()).isEqualTo(trees.get(i).type);
            if (trees.get(i).inner == null) {
                assertThat(read.get(i).value()).isEqualTo(trees.get(i).value);
            } else {
                check(trees.get(i).inner, read.get(i).nested());
            }
        }
    }

    @Provide
    Arbitrary<List<Tree>> trees() {
        return tree(2).list().ofMaxSize(6);
    }

    private static Arbitrary<Tree> tree(int depth) {
        Arbitrary<Integer> types = Arbitraries.integers().between(0, 0xffff);
        Arbitrary<Bytes> values =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Bytes::of);
        Arbitrary<Tree> leaf = Combinators.combine(types, values).as((type, value) -> new Tree(type, value, null));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Tree> branch = Combinators.combine(
                        types, tree(depth - 1).list().ofMaxSize(4))
                .as((type, inner) -> new Tree(type, null, inner));
        return Arbitraries.oneOf(leaf, branch);
    }

    @Property(tries = 2000)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 80) byte[] bytes) {
        readOrRefuse(bytes);
    }

    /** Bytes like those of attributes: small lengths, which lead further than wild ones. */
    @Property(tries = 2000)
    void bytesLikeAttributesAreReadOrRefused(@ForAll("likely") byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Provide
    Arbitrary<byte[]> likely() {
        return Arbitraries.bytes()
                .between((byte) 0, (byte) 12)
                .array(byte[].class)
                .ofMaxSize(80);
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            List<Attribute> pending = new ArrayList<>(Attribute.readAll(Bytes.of(bytes), 0));
            while (!pending.isEmpty()) {
                pending.addAll(pending.removeLast().nested());
            }
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageStartingWith("malformed netlink message: ");
        }
        try {
            Message.readAll(Bytes.of(bytes));
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageStartingWith("malformed netlink message: ");
        }
    }
}

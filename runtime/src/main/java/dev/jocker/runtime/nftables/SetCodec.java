package dev.jocker.runtime.nftables;

import static dev.jocker.runtime.nftables.ElementAttributeType.*;
import static dev.jocker.runtime.nftables.ElementListAttributeType.*;
import static dev.jocker.runtime.nftables.NestedType.*;
import static dev.jocker.runtime.nftables.SetAttributeType.*;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.List;

/** Messages about sets, maps, and what is in them. */
final class SetCodec {
    private static final int BITS_OF_TYPE = 6;

    /**
     * What nft(8) wants to know when it lists, and takes for big-endian otherwise: libnftnl's NFTNL_UDATA_SET_KEYBYTEORDER, four bytes, and
     * nft's BYTEORDER_HOST_ENDIAN. In no header of the kernel's.
     */
    private static final Bytes HOST_ORDER =
            Bytes.of(Bytes.struct(6).put((byte) 0).put((byte) 4).putInt(1));

    private SetCodec() {}

    /** @param id by which messages of the same batch can name the set before it is there */
    static AttributeWriter newSet(Set set, int id) {
        AttributeWriter writer = named(set);
        writer.u32be(NFTA_SET_FLAGS, set.flags().bits());
        writer.u32be(NFTA_SET_KEY_TYPE, Set.number(set.key())).u32be(NFTA_SET_KEY_LEN, Set.size(set.key()));
        if (!set.data().isEmpty()) {
            writer.u32be(NFTA_SET_DATA_TYPE, Set.number(set.data())).u32be(NFTA_SET_DATA_LEN, Set.size(set.data()));
        }
        writer.u32be(NFTA_SET_ID, id);
        if (set.key().size() == 1 && set.key().getFirst().isOfHost()) {
            writer.bytes(NFTA_SET_USERDATA, HOST_ORDER);
        }
        if (set.flags().has(SetFlag.NFT_SET_CONCAT)) {
            writer.flaggedNested(
                    NFTA_SET_DESC,
                    description -> description.flaggedNested(
                            NFTA_SET_DESC_CONCAT, fields -> set.key().forEach(type -> writeField(type, fields))));
        }
        return writer;
    }

    /** Ranges of several types need to know where each begins. */
    private static void writeField(DataType type, AttributeWriter fields) {
        fields.flaggedNested(NFTA_LIST_ELEM, field -> field.u32be(NFTA_SET_FIELD_LEN, type.size()));
    }

    static AttributeWriter named(Set set) {
        return AttributeWriter.after(NftCodec.header(set.table().family().number(), 0))
                .string(NFTA_SET_TABLE, set.table().name())
                .string(NFTA_SET_NAME, set.name());
    }

    static AttributeWriter elements(Set set, List<Element> elements) {
        AttributeWriter writer = elementsOf(set);
        return writer.flaggedNested(NFTA_SET_ELEM_LIST_ELEMENTS, list -> {
            for (int i = 0; i < elements.size(); i++) {
                Element element = elements.get(i);
                list.flaggedNested(new Numbered(i + 1), nested -> write(element, nested));
            }
        });
    }

    static AttributeWriter elementsOf(Set set) {
        return AttributeWriter.after(NftCodec.header(set.table().family().number(), 0))
                .string(NFTA_SET_ELEM_LIST_TABLE, set.table().name())
                .string(NFTA_SET_ELEM_LIST_SET, set.name());
    }

    /** Elements count from 1, as with nft(8); the kernel does not care. */
    private record Numbered(int number) implements Code {
        @Override
        public String name() {
            return "element " + number;
        }
    }

    private static void write(Element element, AttributeWriter nested) {
        if (element.isEnd()) {
            nested.u32be(NFTA_SET_ELEM_FLAGS, nftables_h.NFT_SET_ELEM_INTERVAL_END());
        }
        nested.flaggedNested(NFTA_SET_ELEM_KEY, key -> key.bytes(NFTA_DATA_VALUE, element.key()));
        if (element.keyEnd() != null) {
            nested.flaggedNested(NFTA_SET_ELEM_KEY_END, key -> key.bytes(NFTA_DATA_VALUE, element.keyEnd()));
        }
        if (element.data() != null) {
            nested.flaggedNested(NFTA_SET_ELEM_DATA, data -> data.bytes(NFTA_DATA_VALUE, element.data()));
        }
        if (element.verdict() != null) {
            nested.flaggedNested(NFTA_SET_ELEM_DATA, data -> ExpressionCodec.write(element.verdict(), data));
        }
        if (element.userData().size() > 0) {
            nested.bytes(NFTA_SET_ELEM_USERDATA, element.userData());
        }
    }

    /** A set from an NFT_MSG_NEWSET message; null if there is no name for its family or for a type in it. */
    static Set readSet(Message message) throws MalformedMessageException {
        String table = "";
        String name = "";
        long flags = 0;
        List<DataType> key = List.of();
        List<DataType> data = List.of();
        for (Attribute attribute : message.attributes(NftCodec.BYTES)) {
            switch (SetAttributeType.of(attribute.type())) {
                case NFTA_SET_TABLE -> table = attribute.string();
                case NFTA_SET_NAME -> name = attribute.string();
                case NFTA_SET_FLAGS -> flags = attribute.u32be();
                case NFTA_SET_KEY_TYPE -> key = types(attribute.s32be());
                case NFTA_SET_DATA_TYPE -> data = types(attribute.s32be());
                case NFTA_SET_KEY_LEN, NFTA_SET_DATA_LEN, NFTA_SET_DESC, NFTA_SET_ID, NFTA_SET_USERDATA -> {}
                case null -> {} // timeouts, size, what nft(8) keeps
            }
        }
        Table in = NftCodec.table(message, table);
        return in == null || key == null || data == null
                ? null
                : new Set(in, name, key, data, new Flags<>(SetFlag.class, flags));
    }

    private static List<DataType> types(int number) {
        if (number == DataType.VERDICT.number()) {
            return List.of(DataType.VERDICT);
        }
        List<DataType> types = new ArrayList<>();
        for (int rest = number; rest != 0; rest >>>= BITS_OF_TYPE) {
            DataType type = Code.find(DataType.values(), rest & (1 << BITS_OF_TYPE) - 1);
            if (type == null) {
                return null;
            }
            types.addFirst(type);
        }
        return types;
    }

    /** The elements of an NFT_MSG_NEWSETELEM message. */
    static List<Element> readElements(Message message) throws MalformedMessageException {
        List<Element> elements = new ArrayList<>();
        for (Attribute attribute : message.attributes(NftCodec.BYTES)) {
            if (attribute.type() == NFTA_SET_ELEM_LIST_ELEMENTS.number()) {
                for (Attribute element : attribute.nested()) {
                    elements.add(read(element));
                }
            }
        }
        return elements;
    }

    private static Element read(Attribute nest) throws MalformedMessageException {
        Bytes key = Bytes.NONE;
        Bytes keyEnd = null;
        Bytes data = null;
        Verdict verdict = null;
        boolean isEnd = false;
        Bytes userData = Bytes.NONE;
        for (Attribute attribute : nest.nested()) {
            switch (ElementAttributeType.of(attribute.type())) {
                case NFTA_SET_ELEM_KEY -> key = value(attribute);
                case NFTA_SET_ELEM_KEY_END -> keyEnd = value(attribute);
                case NFTA_SET_ELEM_FLAGS -> isEnd = (attribute.s32be() & nftables_h.NFT_SET_ELEM_INTERVAL_END()) != 0;
                case NFTA_SET_ELEM_USERDATA -> userData = attribute.value();
                case NFTA_SET_ELEM_DATA -> {
                    for (Attribute inner : attribute.nested()) {
                        if (inner.type() == NFTA_DATA_VALUE.number()) {
                            data = inner.value();
                        } else if (inner.type() == NFTA_DATA_VERDICT.number()) {
                            verdict = ExpressionCodec.verdict(inner);
                        }
                    }
                }
                case null -> {} // timeouts, counters
            }
        }
        return new Element(key, keyEnd, isEnd, data, verdict, userData);
    }

    private static Bytes value(Attribute nest) throws MalformedMessageException {
        for (Attribute inner : nest.nested()) {
            if (inner.type() == NFTA_DATA_VALUE.number()) {
                return inner.value();
            }
        }
        return Bytes.NONE;
    }
}

package dev.jocker.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.options.VolumeMount.Access;
import dev.jocker.runtime.options.VolumeMount.Bind;
import dev.jocker.runtime.options.VolumeMount.Named;
import dev.jocker.runtime.options.VolumeMount.Propagation;
import dev.jocker.runtime.options.VolumeMount.Tmpfs;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VolumeMountTest {
    private static void refused(ThrowingCallable parsing, String... words) {
        assertThatThrownBy(parsing).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }

    @Test
    void readsVolumes() {
        assertThat(VolumeMount.parseVolume("/src:/dst"))
                .isEqualTo(new Bind("/src", "/dst", Access.READ_WRITE, Propagation.RPRIVATE, true, true))
                .isEqualTo(Bind.of("/src", "/dst"));
        assertThat(VolumeMount.parseVolume("/src:/dst/../other//x/:ro,rslave,z"))
                .isEqualTo(new Bind("/src", "/other/x", Access.READ_ONLY, Propagation.RSLAVE, true, true));
        assertThat(VolumeMount.parseVolume("./a:/b:rro,nocopy"))
                .isEqualTo(new Bind("./a", "/b", Access.READ_ONLY_FORCED, Propagation.RPRIVATE, true, true));
        assertThat(VolumeMount.parseVolume("sub/dir:/b:Z,rw"))
                .isEqualTo(new Bind("sub/dir", "/b", Access.READ_WRITE, Propagation.RPRIVATE, true, true));
        assertThat(VolumeMount.parseVolume("data:/b//c/")).isEqualTo(Named.of("data", "/b/c"));
        assertThat(VolumeMount.parseVolume("data:/b:ro,nocopy,z"))
                .isEqualTo(new Named("data", false, "/b", true, false, "", null));
        assertThat(VolumeMount.parseVolume("/b/.")).isEqualTo(Named.anonymous("/b"));
    }

    @Test
    void refusesOtherVolumes() {
        refused(() -> VolumeMount.parseVolume("d!:/var/lib"), "no name of a volume", "./d!");
        refused(() -> VolumeMount.parseVolume("d:/var/lib"), "no name of a volume");
        refused(() -> VolumeMount.parseVolume("data:/var/lib:shared"), "ro or rw, and nocopy");
        refused(() -> VolumeMount.parseVolume("data"), "absolute path");
        refused(() -> VolumeMount.parseVolume("/a:b"), "--volume \"/a:b\"", "absolute path");
        refused(() -> VolumeMount.parseVolume("/a:/"), "can't be /");
        refused(() -> VolumeMount.parseVolume("/a:/b/.."), "can't be /");
        for (String word :
                List.of("", ":/b", "/a:", "/a:/b:", "/a:/b:what", "/a:/b:ro,rw", "/a:/b:shared,slave", "/a:/b:ro:x")) {
            refused(() -> VolumeMount.parseVolume(word), "--volume \"" + word + "\"", "[SOURCE:]TARGET[:OPTIONS]");
        }
    }

    @Test
    void readsBindMounts() {
        assertThat(VolumeMount.parseMount("type=bind,source=/src,target=/dst"))
                .isEqualTo(new Bind("/src", "/dst", Access.READ_WRITE, Propagation.RPRIVATE, true, false));
        assertThat(VolumeMount.parseMount("type=bind,src=/src,dst=/dst,readonly,bind-propagation=rshared"))
                .isEqualTo(new Bind("/src", "/dst", Access.READ_ONLY, Propagation.RSHARED, true, false));
        assertThat(VolumeMount.parseMount("type=bind,src=/s,destination=/d,ro=true,bind-recursive=writable"))
                .isEqualTo(new Bind("/s", "/d", Access.READ_ONLY_TOP, Propagation.RPRIVATE, true, false));
        assertThat(VolumeMount.parseMount("type=bind,src=/s,dst=/d,ro=0,bind-recursive=disabled,bind-create-src"))
                .isEqualTo(new Bind("/s", "/d", Access.READ_WRITE, Propagation.RPRIVATE, false, true));
        assertThat(VolumeMount.parseMount(
                        "type=bind,src=/s,dst=/d,ro,bind-recursive=readonly,bind-propagation=rprivate"))
                .isEqualTo(new Bind("/s", "/d", Access.READ_ONLY_FORCED, Propagation.RPRIVATE, true, false));
    }

    @Test
    void readsVolumesAsMounts() {
        assertThat(VolumeMount.parseMount("src=data,dst=/d")).isEqualTo(Named.of("data", "/d"));
        assertThat(VolumeMount.parseMount("type=volume,dst=/d")).isEqualTo(Named.anonymous("/d"));
        assertThat(VolumeMount.parseMount(
                        "type=volume,source=data,target=/d,ro,volume-nocopy,volume-subpath=a/./b/,volume-driver=local"))
                .isEqualTo(new Named("data", false, "/d", true, false, "a/b", null));
    }

    @Test
    void readsMemoryFileSystems() {
        assertThat(VolumeMount.parseMount("type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1777,readonly"))
                .isEqualTo(new Tmpfs("/t", List.of("ro", "size=1048576", "mode=1777")));
        assertThat(VolumeMount.parseTmpfs("/run")).isEqualTo(new Tmpfs("/run", List.of()));
        assertThat(VolumeMount.parseTmpfs("/run/:size=64m,exec"))
                .isEqualTo(new Tmpfs("/run", List.of("size=64m", "exec")));
        refused(() -> VolumeMount.parseTmpfs("run"), "--tmpfs \"run\"");
    }

    @Test
    void refusesOtherMounts() {
        refused(() -> VolumeMount.parseMount("src=/data,dst=/d"), "no name of a volume");
        refused(() -> VolumeMount.parseMount("dst=/d,volume-subpath=a"), "needs source=");
        refused(() -> VolumeMount.parseMount("src=data,dst=/d,volume-subpath=/a"), "without a slash in front");
        refused(() -> VolumeMount.parseMount("src=data,dst=/d,volume-subpath=a/../../b"), "below the volume's top");
        refused(() -> VolumeMount.parseMount("src=data,dst=/d,volume-driver=nfs"), "local");
        refused(() -> VolumeMount.parseMount("src=data,dst=/d,volume-label=a"), "volume create");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,volume-nocopy"), "does not go with type=bind");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s"), "target= is missing");
        refused(() -> VolumeMount.parseMount("type=bind,dst=/d"), "source= is missing");
        refused(() -> VolumeMount.parseMount("type=bind,src=data,dst=/d"), "must be a path", "./data");
        refused(() -> VolumeMount.parseMount("type=nfs,dst=/d"), "unknown type \"nfs\"");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,what=1"), "unknown option \"what\"");
        refused(() -> VolumeMount.parseMount("type=bind,src=,dst=/d"), "\"src\" has no value");
        refused(() -> VolumeMount.parseMount("type=bind,src,dst=/d"), "wants a value");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,ro=maybe"), "true or false");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,tmpfs-size=1m"), "does not go with type=bind");
        refused(
                () -> VolumeMount.parseMount("type=tmpfs,dst=/d,bind-propagation=shared"),
                "does not go with type=tmpfs");
        refused(() -> VolumeMount.parseMount("type=tmpfs,src=/s,dst=/d"), "no source");
        refused(() -> VolumeMount.parseMount("type=tmpfs,dst=/d,tmpfs-mode=999"), "octal");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,bind-propagation=x"), "rprivate");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,bind-recursive=readonly"), "needs readonly too");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,ro,bind-recursive=readonly"), "rprivate too");
        refused(() -> VolumeMount.parseMount("type=bind,src=/s,dst=/d,bind-nonrecursive"), "bind-recursive=disabled");
    }

    @Test
    void makesSourcesAbsolute() {
        assertThat(Bind.of("./a/../b", "/t").from("/home/x").source()).isEqualTo("/home/x/b");
        assertThat(Bind.of("/a/./b/", "/t").from("/home/x").source()).isEqualTo("/a/b");
    }
}

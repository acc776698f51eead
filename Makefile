# make demo    see it work: the workstation on a sample project, or the tour where there is no terminal
# make test    every test
# make help    the other targets

SWIFT ?= swift
PREFIX ?= /usr/local
PYTHON ?= python3
# One binary that needs no Swift and no C++ library on the machine it runs on. With its relocations packed and no symbols
# for others to link to it starts sooner, and a session holds 6 MB less.
RELEASE = $(SWIFT) build -c release --static-swift-stdlib --product gloss -Xswiftc -use-ld=lld \
  -Xlinker -z -Xlinker pack-relative-relocs -Xlinker --no-export-dynamic -Xlinker '-L$(CURDIR)/.build/static'
SOURCES = Sources Tests Package.swift

.PHONY: help setup build release demo test bench interop lint format install clean

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'make release  build the program in release mode'
	@echo 'make install  install it under PREFIX ($(PREFIX))'
	@echo 'make bench    measure it on a million samples and answers, beside DVC, git, krippendorff, crowd-kit, cleanlab;'
	@echo '              BENCH="--only crowd,em,errors,replay" are the steps for statistics'
	@echo 'make interop  hold it against other software, from PyPI: figures, servers'
	@echo 'make lint     the formatter in strict mode; make format mends'
	@echo 'make clean    remove what was built'

setup:
	@.ci/setup

build: setup
	$(SWIFT) build

release: setup .build/static/libstdc++.a
	$(RELEASE)

# A directory with no other C++ library than this, so that the linker takes it.
.build/static/libstdc++.a:
	@mkdir -p $(@D)
	@ln -sf "$$(clang++ -print-file-name=libstdc++.a)" $@

demo: setup .build/static/libstdc++.a
	@mkdir -p .build
	@echo 'building gloss in release mode (some minutes the first time)' >&2
	@$(RELEASE) >.build/demo.log 2>&1 || { cat .build/demo.log >&2; exit 1; }
	@exec "$$($(RELEASE) --show-bin-path)/gloss" demo

test: setup
	$(SWIFT) test --disable-xctest

# BENCH="--json FILE --only crowd,em,errors,replay --keep DIR": see Tests/Benchmarks/README.md.
bench: release
	$(SWIFT) run -c release --package-path Tests/Benchmarks bench \
	  --gloss "$$($(RELEASE) --show-bin-path)/gloss" $(BENCH)

# CHECKS="alpha …": only those of Tests/Interop/checks.
interop: setup
	$(SWIFT) build --product gloss
	PYTHON=$(PYTHON) Tests/Interop/run "$$($(SWIFT) build --show-bin-path)/gloss" $(CHECKS)

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

format:
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

install: release
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/gloss
	install -m 755 "$$($(RELEASE) --show-bin-path)/gloss" $(DESTDIR)$(PREFIX)/bin/gloss
	cp -R Themes SampleProjects $(DESTDIR)$(PREFIX)/share/gloss/

clean:
	$(SWIFT) package clean

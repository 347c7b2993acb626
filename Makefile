# What a person or a machine does with this repository. `make help` lists it.
#
# demo and test share one debug build, so that whichever comes second starts at once;
# `make demo CONFIG=release` shows the program as it is installed.

CONFIG ?= debug
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
# More for `swift test`, as in: make test TESTFLAGS='--filter MetricsTests'
TESTFLAGS ?=
# How many tests run at once: each may have a Redis server of its own.
TESTWIDTH ?= 4
# Of `make bench`: some of purge sweep watch intake shop installed, and how many rounds.
ONLY ?=
ROUNDS ?=
# Of `make fuzz`: for how long, and from which round on (none: another one each time).
FUZZ_SECONDS ?= 3600
FUZZ_ROUND ?=
# Of `make mutants`.
MODULE ?= Metrics
N ?= 20

# With the standard library inside, what is installed runs where no Swift is. Functions have sections of their own and
# are not exported, so the linker leaves out what is never called.
STATIC := --static-swift-stdlib -Xlinker --no-export-dynamic \
	-Xcc -ffunction-sections -Xcc -fdata-sections -Xswiftc -Xfrontend -Xswiftc -function-sections

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check packages packages-build packages-demo packages-browser lint build install completions bench bench-compare bench-storefront bench-insight bench-growth smoke fuzz pictures mutants format clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

demo: packages-demo ## a private Redis and a shop under load, watched in this terminal
	$(SWIFT) build --configuration $(CONFIG) --product cachetop
	$(SWIFT) build --configuration $(CONFIG) --product storefront
	@"$$($(SWIFT) build --configuration $(CONFIG) --show-bin-path)/cachetop" demo

test: packages ## all tests, against real Redis servers and a real terminal
	@SWIFT=$(SWIFT) SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(TESTWIDTH) \
		Scripts/run-tests.sh $(TESTFLAGS)

test-fast: packages ## the tests of the pure targets: no server, no terminal
	$(SWIFT) test --disable-xctest --skip TmuxTests \
		--filter '^(ArchitectureTests|MetricsTests|ScreenTests|DashboardTests)\.' $(TESTFLAGS)

check: packages lint build ## what CI runs: formatting, build, tests, two minutes of fuzzing, a smoke run of the benchmarks
	@$(MAKE) --no-print-directory test \
		|| { echo "check: a test failed; 'make test TESTFLAGS=\"--filter NAME\"' runs one." >&2; exit 1; }
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=120 FUZZ_ROUND=1
	@$(MAKE) --no-print-directory smoke
	@echo "check: all is well."

packages:
	@Scripts/install-packages.sh test

packages-build:
	@Scripts/install-packages.sh build

packages-demo:
	@Scripts/install-packages.sh demo

packages-browser: ## headless Chromium, for the tests that a browser decides; without it they are skipped
	@Scripts/install-packages.sh browser

lint:
	@$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift \
		|| { echo "check: not formatted; run 'make format' and look at what it changed." >&2; exit 1; }

build:
	@$(SWIFT) build --build-tests \
		|| { echo "check: it does not compile; 'swift build --build-tests' says where." >&2; exit 1; }

install: packages-build ## cachetop and storefront, optimised and stripped, into PREFIX/bin (PREFIX=/usr/local, DESTDIR)
	$(SWIFT) build --configuration release $(STATIC) --product cachetop
	$(SWIFT) build --configuration release $(STATIC) --product storefront
	install -d "$(DESTDIR)$(PREFIX)/bin"
	bin="$$($(SWIFT) build --configuration release $(STATIC) --show-bin-path)" \
		&& install -s -m 755 "$$bin/cachetop" "$$bin/storefront" "$(DESTDIR)$(PREFIX)/bin/" \
		&& $(MAKE) --no-print-directory completions BIN="$$bin"

completions: ## what shells complete for the programs in BIN, into PREFIX/share (bash, zsh, fish)
	share="$(DESTDIR)$(PREFIX)/share"; \
	install -d "$$share/bash-completion/completions" "$$share/zsh/site-functions" \
		"$$share/fish/vendor_completions.d" && \
	for name in cachetop storefront; do \
		say() { "$(BIN)/$$name" --generate-completion-script "$$1"; }; \
		say bash >"$$share/bash-completion/completions/$$name" \
			&& say zsh >"$$share/zsh/site-functions/_$$name" \
			&& say fish >"$$share/fish/vendor_completions.d/$$name.fish" || exit 1; \
	done

bench: packages ## measurements beside their references, as a table and in Benchmarks/numbers.json; takes half an hour (ONLY=purge: one group)
	$(SWIFT) build --configuration release $(STATIC) --product cachetop
	$(SWIFT) build --configuration release $(STATIC) --product storefront
	Benchmarks/bench.py "$$($(SWIFT) build --configuration release $(STATIC) --show-bin-path)" \
		--json Benchmarks/numbers.json $(if $(ROUNDS),--rounds $(ROUNDS)) $(addprefix --only ,$(ONLY))

bench-compare: ## what changed in Benchmarks/numbers.json against the last commit
	@Benchmarks/compare.py

bench-storefront: packages ## what the shop's API serves, and what publishing its events costs
	Benchmarks/storefront.sh

bench-insight: packages ## what insight costs an event, and the memory that it takes at most
	Benchmarks/insight.sh

bench-growth: packages ## what grows with events, keys, resources and hours: a table, Benchmarks/growth.json, a plot in docs/pictures
	$(SWIFT) build --configuration release $(STATIC) --product cachetop
	Benchmarks/growth.py "$$($(SWIFT) build --configuration release $(STATIC) --show-bin-path)" \
		--json Benchmarks/growth.json --plot docs/pictures/growth.svg

smoke: ## each benchmark with tiny sizes, to see that it still works
	@BIN="$$($(SWIFT) build --show-bin-path)" Benchmarks/smoke.sh

pictures: packages ## draws the README's pictures anew, from the tests' snapshot
	-RECORD_GOLDENS=1 $(SWIFT) test --disable-xctest --filter ReadMePictureTests
	@git diff --stat -- docs/pictures

fuzz: packages ## the decoder of the event stream against hiredis on random bytes (FUZZ_SECONDS=3600)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_ROUND=$(FUZZ_ROUND) $(SWIFT) test --disable-xctest --filter ReplyFuzzTests

mutants: packages ## changes an operator of MODULE, N times, and lists those that no test notices (MODULE=Metrics, N=20)
	@SWIFT="$(SWIFT)" Scripts/mutants.py $(MODULE) $(N)

format: ## formats every file in place
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

clean: ## removes what was built
	$(SWIFT) package clean
